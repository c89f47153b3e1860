"use client";

import { WifiOff } from "lucide-react";
import { NextIntlClientProvider, useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { AsOf } from "./as-of.tsx";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { type LastSeen, readLastSeen, toKeptPlug } from "./last-seen.ts";
import { SessionFigures } from "./own-session-page.tsx";
import { PlugHead } from "./plug-head.tsx";
import { PriceCard } from "./price-card.tsx";

/** What the app opens with when there is no network: the last session and station, each with its age. Nothing of it is live. */
export function OfflinePage() {
  const t = useTranslations("drive.offline");
  const locale = useLocale();
  const { base } = useBase();
  const [last, setLast] = useState<LastSeen | null>(null);
  useEffect(() => setLast(readLastSeen(base)), [base]);
  useEffect(() => {
    const again = () => window.location.reload();
    window.addEventListener("online", again);
    // The page and its frame were rendered for nobody: every way out of them is a whole load.
    document.addEventListener("click", loadWhole, true);
    return () => {
      window.removeEventListener("online", again);
      document.removeEventListener("click", loadWhole, true);
    };
  }, []);
  return (
    <>
      <h1 className="flex items-center gap-2 text-title font-semibold">
        <WifiOff aria-hidden="true" className="size-6 shrink-0" />
        <span className="min-w-0 break-words">{t("title")}</span>
      </h1>
      <p className="break-words">{t("text")}</p>
      <BigButton onClick={() => window.location.reload()}>{t("retry")}</BigButton>
      {last && (
        // The server that rendered the page knew of no time zone.
        <NextIntlClientProvider locale={locale} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
          {last.session && (
            <section aria-label={t("session")} className="flex flex-col gap-2">
              <AsOf at={last.session.at} />
              <SessionFigures session={last.session.value} asOf={last.session.at} />
            </section>
          )}
          {last.plug && (
            <section aria-label={t("station")} className="flex flex-col gap-2">
              <AsOf at={last.plug.at} />
              <PlugHead one={toKeptPlug(last.plug.value)} />
              <PriceCard price={last.plug.value.plug.price} />
            </section>
          )}
          {!last.session && !last.plug && <p className="text-muted">{t("nothing")}</p>}
        </NextIntlClientProvider>
      )}
    </>
  );
}

function loadWhole(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.origin !== window.location.origin) return;
  event.preventDefault();
  event.stopPropagation();
  window.location.assign(link.href);
}
