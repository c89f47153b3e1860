"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { PriceTraceJson } from "../../server/tariff/price-trace.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { formatDuration } from "../format/duration.ts";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney, formatUnitPrice } from "../format/money.ts";
import { useBase } from "./base.tsx";
import { BigButton, BigLink } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { NotYet } from "./not-yet.tsx";
import { useOwnEvents } from "./use-own-events.ts";

type Session = RouterOutputs["drive"]["session"];
type Line = PriceTraceJson["lines"][number];

/** What was charged and what it cost, line by line, to keep or to print. */
export function Receipt({ sessionId }: { sessionId: string }) {
  const t = useTranslations("drive");
  const { base } = useBase();
  const client = useQueryClient();
  const options = useTRPC().drive.session.queryOptions({ sessionId });
  const session = useQuery(options);
  useOwnEvents((events) => {
    // Worked out for the first time, or anew after a late reading.
    const isSettled = events.some(
      (event) => event.type === "sessionChanged" && event.session.id === sessionId && event.session.state === "ended",
    );
    if (isSettled) void client.invalidateQueries({ queryKey: options.queryKey });
  });
  const problem = session.isError && (
    <div className="print:hidden">
      <DriveProblem error={session.error} onRetry={() => void session.refetch()} />
    </div>
  );
  if (!session.data) return <NotYet title={t("receipt.title")} problem={problem} />;
  if (!session.data.settledAt) {
    return (
      <>
        <NotYet title={t("receipt.title")} problem={problem || <p>{t("receipt.notYet")}</p>} />
        <BigLink href={`${base}/drive/sessions/${sessionId}`}>{t("start.toSession")}</BigLink>
      </>
    );
  }
  return (
    <>
      {problem}
      <Sheet session={session.data} />
      <BigButton quiet className="print:hidden" onClick={() => window.print()}>
        {t("receipt.print")}
      </BigButton>
    </>
  );
}

function Sheet({ session }: { session: Session }) {
  const t = useTranslations("drive.receipt");
  const locale = useLocale();
  const format = useFormatter();
  const { name, phone } = useBase();
  const { timeZone, currency } = session;
  const at = (instant: string) =>
    format.dateTime(new Date(instant), { dateStyle: "medium", timeStyle: "short", timeZone });
  const money = (minor: string | null) =>
    minor === null || currency === null ? "–" : formatMoney(BigInt(minor), currency, locale);
  const facts: readonly (readonly [string, string | null])[] = [
    [t("place"), [session.siteName, session.address, session.city].filter(Boolean).join(", ")],
    [
      t("station"),
      `${session.chargePointName ?? session.chargePointIdentity}, ${session.evseId ?? session.connectorNumber}`,
    ],
    [t("from"), at(session.startedAt)],
    [t("to"), session.endedAt && at(session.endedAt)],
    [t("energy"), formatEnergy(Number(session.energyWh), locale)],
    [
      t("meter"),
      session.stopEnergyWh &&
        `${formatEnergy(Number(session.startEnergyWh), locale)} – ${formatEnergy(Number(session.stopEnergyWh), locale)}`,
    ],
    [t("tariff"), session.tariffName],
    [t("number"), session.id],
  ];
  return (
    <article className="flex flex-col gap-4 rounded-card border bg-card p-4 print:border-0 print:p-0">
      <header>
        <h1 className="text-title font-semibold">{t("title")}</h1>
        <p className="text-muted">{name}</p>
      </header>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-body">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label} className="contents">
                <dt className="text-muted">{label}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {session.trace && <Lines trace={session.trace} />}
      <dl className="flex flex-col gap-1 border-t pt-3">
        <Sum label={t("net")} value={money(session.netMinor)} />
        <Sum label={t("vat")} value={money(session.vatMinor)} />
        <div className="flex justify-between gap-4 text-section font-semibold">
          <dt>{t("total")}</dt>
          <dd data-testid="receipt-gross">{money(session.grossMinor)}</dd>
        </div>
      </dl>
      {phone && <p className="text-body text-muted">{t("questions", { phone })}</p>}
    </article>
  );
}

const Sum = ({ label, value }: { label: string; value: string }) => (
  <div className="flex justify-between gap-4">
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

function Lines({ trace }: { trace: PriceTraceJson }) {
  const t = useTranslations("drive.receipt");
  const locale = useLocale();
  const { currency } = trace;
  const used = ({ unit, quantity, stepSurplus }: Line): string => {
    const billed = BigInt(quantity) + BigInt(stepSurplus);
    if (unit === "mWh") return formatEnergy(Number(billed) / 1000, locale);
    return unit === "s" ? formatDuration(Number(billed) * 1000) : "1";
  };
  const PER = { mWh: " / kWh", s: " / h", once: "" } as const;
  return (
    <ul className="flex flex-col gap-2 border-t pt-3">
      {trace.lines.map((line) => (
        <li key={`${line.dimension}-${line.elementIndex}-${line.fromMs}`} className="flex justify-between gap-4">
          <span className="min-w-0">
            {t(`dimension.${line.dimension}`)}
            <span className="block text-body text-muted">
              {used(line)} × {formatUnitPrice(BigInt(line.unitPriceMicros), currency, locale)}
              {PER[line.unit]} {t("netPrice")}
            </span>
          </span>
          <span className="shrink-0">{formatUnitPrice(BigInt(line.grossMicros), currency, locale)}</span>
        </li>
      ))}
      {trace.adjustments.map(({ limit, grossMicros }) => (
        <li key={limit} className="flex justify-between gap-4">
          <span>{t(`limit.${limit}`)}</span>
          <span>{formatUnitPrice(BigInt(grossMicros), currency, locale)}</span>
        </li>
      ))}
    </ul>
  );
}
