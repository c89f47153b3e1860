"use client";

import { WifiOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { type LastSeen, readLastSeen } from "./last-seen.ts";
import { SessionFigures } from "./own-session-page.tsx";
import { PlugHead } from "./plug-head.tsx";
import { PriceCard } from "./price-card.tsx";

/** What the app opens with when there is no network: the last session and station, each with its age. Nothing of it is live. */
export function OfflinePage() {
  const t = useTranslations("drive.offline");
  const format = useFormatter();
  const { base } = useBase();
  const [last, setLast] = useState<LastSeen | null>(null);
  useEffect(() => setLast(readLastSeen(base)), [base]);
  useEffect(() => {
    const again = () => window.location.reload();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, []);
  const asOf = (at: string) =>
    t("asOf", { time: format.dateTime(new Date(at), { dateStyle: "short", timeStyle: "short" }) });
  return (
    <>
      <h1 className="flex items-center gap-2 text-title font-semibold">
        <WifiOff aria-hidden="true" className="size-6 shrink-0" />
        <span className="min-w-0 break-words">{t("title")}</span>
      </h1>
      <p className="break-words">{t("text")}</p>
      <BigButton onClick={() => window.location.reload()}>{t("retry")}</BigButton>
      {last?.session && (
        <section aria-label={t("session")} className="flex flex-col gap-2">
          <p className="font-semibold text-waiting-text">{asOf(last.session.at)}</p>
          <SessionFigures session={last.session.value} asOf={last.session.at} />
        </section>
      )}
      {last?.plug && (
        <section aria-label={t("station")} className="flex flex-col gap-2">
          <p className="font-semibold text-waiting-text">{asOf(last.plug.at)}</p>
          <PlugHead one={{ ...last.plug.value, plug: { ...last.plug.value.plug, state: "offline", since: null } }} />
          <PriceCard price={last.plug.value.plug.price} />
        </section>
      )}
      {last && !last.session && !last.plug && <p className="text-muted">{t("nothing")}</p>}
    </>
  );
}
