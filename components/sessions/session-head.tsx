"use client";

import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Session } from "../charge-points/fold-live.ts";
import { formatDuration } from "../format/duration.ts";
import { formatKwh } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { formatKw } from "../format/power.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { KeyFigure } from "../ui/key-figure.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { suspectText } from "./suspect-text.ts";

/** What it comes to so far. */
export function SessionFigures({ session, isStale }: { session: Session; isStale: boolean }) {
  const t = useTranslations("session");
  const locale = useLocale();
  const { currency } = session;
  const until = session.endedAt ?? session.lastReadingAt ?? session.startedAt;
  const money = (minor: string | null) =>
    currency && minor !== null ? formatMoney(BigInt(minor), currency, locale) : "—";
  return (
    <section aria-label={t("figures")} className="mb-6 grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
      <KeyFigure label={t("energy")} value={formatKwh(Number(session.energyWh), locale)} unit="kWh" isStale={isStale} />
      <KeyFigure
        label={t("gross")}
        value={money(session.grossMinor)}
        note={t("netAndVat", { net: money(session.netMinor), vat: money(session.vatMinor) })}
        isStale={isStale}
      />
      <KeyFigure
        label={t("duration")}
        value={formatDuration(new Date(until).getTime() - new Date(session.startedAt).getTime())}
        isStale={isStale}
      />
      {session.state === "active" && (
        <KeyFigure
          label={t("power")}
          value={session.powerW === null ? "—" : formatKw(session.powerW, locale)}
          {...(session.powerW === null ? {} : { unit: "kW" })}
          isStale={isStale}
        />
      )}
      <KeyFigure
        label={t("soc")}
        value={session.socPercent ?? "—"}
        {...(session.socPercent === null ? {} : { unit: "%" })}
        isStale={isStale}
      />
    </section>
  );
}

/** Why a person should look at it before it is billed; the server's own word beside the text. */
export function SuspectReasons({ reasons }: { reasons: readonly string[] }) {
  const t = useTranslations("session");
  if (reasons.length === 0) return null;
  return (
    <section aria-label={t("review")} className="mb-6 rounded-card border bg-waiting-tint p-4 text-waiting-text">
      <h2 className="font-semibold">{t("review")}</h2>
      <ul className="list-inside list-disc">
        {reasons.map((reason) => (
          <li key={reason} className="break-words">
            {suspectText(t, reason)} <code className="font-mono text-code">{reason}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where, who, by which tariff. */
export function SessionFacts({ session }: { session: Session }) {
  const t = useTranslations("session");
  const format = useFormatter();
  const { timeZone, tariffSource } = session;
  const at = (iso: string) => (
    <time dateTime={iso}>{format.dateTime(new Date(iso), { dateStyle: "medium", timeStyle: "medium", timeZone })}</time>
  );
  const source = TARIFF_SOURCES.find((known) => known === tariffSource);
  return (
    <dl className="mb-6 grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
      <Fact label={t("chargePoint")}>
        <Link href={`/admin/charge-points/${session.chargePointId}`} className="text-brand underline">
          {session.chargePointIdentity}
        </Link>
        {` · ${session.connectorNumber}`}
        {session.chargePointName && <span className="block text-meta text-muted">{session.chargePointName}</span>}
      </Fact>
      <Fact label={t("site")}>{session.siteName ?? "—"}</Fact>
      <Fact label={t("start")}>{at(session.startedAt)}</Fact>
      {session.endedAt ? (
        <Fact label={t("end")}>{at(session.endedAt)}</Fact>
      ) : (
        <Fact label={t("lastReading")}>
          {session.lastReadingAt ? <RelativeTime at={new Date(session.lastReadingAt)} /> : "—"}
        </Fact>
      )}
      <Fact label={t("card")}>
        {session.idToken}
        {session.idTokenLabel && <span className="block text-meta text-muted">{session.idTokenLabel}</span>}
      </Fact>
      <Fact label={t("driver")}>{session.driverName ?? "—"}</Fact>
      <Fact label={t("tariff")}>
        {session.tariffName ? `${session.tariffName} · v${session.tariffVersion}` : "—"}
        {session.tariffName && source && (
          <span className="block text-meta text-muted">{t(`tariffFrom.${source}`)}</span>
        )}
      </Fact>
      <Fact label={t("timeZone")}>{timeZone}</Fact>
      <Fact label={t("transaction")}>
        {session.transactionId} <CopyButton text={String(session.transactionId)} label={t("copyTransaction")} />
      </Fact>
      <Fact label={t("id")} className="col-span-2">
        <code className="font-mono text-code break-all">{session.id}</code>{" "}
        <CopyButton text={session.id} label={t("copyId")} />
      </Fact>
    </dl>
  );
}

const TARIFF_SOURCES = ["chargePoint", "site", "tenant"] as const;

function Fact({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={className}>
      <dt className="text-meta text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
