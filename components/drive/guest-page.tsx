"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import type { PlugOffer } from "../../server/services/place/station-view.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { ask } from "../api/call.ts";
import { type DriveBase, DriveBaseProvider, useBase } from "./base.tsx";
import { BigLink } from "./big-button.tsx";
import { MailLinkForm } from "./mail-link-form.tsx";
import { OtherPlugs } from "./other-plugs.tsx";
import { PlugHead } from "./plug-head.tsx";
import { PriceCard } from "./price-card.tsx";
import { atPriceEdge } from "./price-edge.ts";
import { StaleNote } from "./stale-note.tsx";

/** Strangers do not pay for what only who is signed in can do. */
const KnownStart = dynamic(() => import("./known-start.tsx").then((module) => module.KnownStart));

/** Nobody pushes that the station was heard, or what a start would cost from now on. */
const ASK_AGAIN_MS = 60_000;

type OnePlug = RouterOutputs["place"]["plug"];
type GuestProps = { slug: string; one: OnePlug };

/** The page behind the QR code: what it is, what it costs, and one button. Light: neither the API's client nor the app's frame. */
export function GuestPage({ value, ...props }: GuestProps & { value: DriveBase }) {
  return (
    <DriveBaseProvider value={value}>
      <Guest {...props} />
    </DriveBaseProvider>
  );
}

function Guest({ slug, one: first }: GuestProps) {
  const t = useTranslations("drive");
  const [one, setOne] = useState(first);
  const [lostAt, setLostAt] = useState<Date | null>(null);
  const { base } = useBase();
  const { id: siteId } = one.site;
  const { key, priceUntil } = one.plug;
  const withPushed = useRef((question: () => Promise<OnePlug>) => question()); // nothing is pushed yet
  const askAgain = useCallback(
    () =>
      void withPushed
        .current(() => ask(base, "place.plug", { plug: key }))
        .then(setOne, (error: unknown) => console.warn("the state could not be asked for again", error)),
    [base, key],
  );
  useEffect(() => atPriceEdge(priceUntil, askAgain), [priceUntil, askAgain]);
  useEffect(() => {
    let stop = () => {};
    const timer = setInterval(askAgain, ASK_AGAIN_MS);
    let isGone = false;
    // After the first paint: the state it was sent with is a moment old.
    import("./guest-live.ts").then(
      ({ watchPlug, withPushedPlug }) => {
        if (isGone) return;
        withPushed.current = withPushedPlug;
        stop = watchPlug(
          { siteId, tenant: base === "" ? null : slug },
          {
            onPushed: setOne,
            onWatching: () => {
              setLostAt(null);
              askAgain();
            },
            onPrices: askAgain,
            onLost: () => setLostAt((before) => before ?? new Date()),
          },
        );
      },
      (error: unknown) => console.warn("no live state", error),
    );
    return () => {
      isGone = true;
      clearInterval(timer);
      stop();
    };
  }, [siteId, base, slug, askAgain]);
  return (
    <>
      <StaleNote since={lostAt} />
      <main className="flex flex-col gap-4">
        <PlugHead one={one} />
        <PriceCard price={one.plug.price} />
        <GuestStart
          one={one}
          onOffer={(offer) => setOne((before) => ({ ...before, plug: { ...before.plug, ...offer } }))}
        />
        <OtherPlugs one={one} />
        <BigLink quiet href={`${base}/drive`} prefetch={false}>
          {t("guest.toApp")}
        </BigLink>
      </main>
    </>
  );
}

type GuestStartProps = { one: OnePlug; onOffer: (offer: PlugOffer) => void };

function GuestStart({ one, onOffer }: GuestStartProps) {
  const t = useTranslations("drive");
  const { base, personId } = useBase();
  if (personId !== null) return <KnownStart one={one} onOffer={onOffer} />;
  return (
    <section aria-labelledby="guest-start" className="flex flex-col gap-3 rounded-card border bg-card p-4">
      <h2 id="guest-start" className="text-section font-semibold">
        {t("guest.start")}
      </h2>
      <MailLinkForm base={base} next={`${base}/c/${encodeURIComponent(one.plug.key)}`} />
    </section>
  );
}
