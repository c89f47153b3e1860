"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { foldSession, type Session } from "../charge-points/fold-live.ts";
import { formatDuration } from "../format/duration.ts";
import { formatKwh } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { formatKw } from "../format/power.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Badge } from "../ui/badge.tsx";
import { KeyFigure } from "../ui/key-figure.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { PriceLines } from "./price-lines.tsx";
import { suspectKey } from "./suspect-key.ts";

/** Recharts weighs as much as the rest of the page: it comes when it is needed. */
const PowerChart = dynamic(() => import("./power-chart.tsx").then((module) => module.PowerChart), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full" />,
});
const READINGS = 500;

/** One session: what it came to, how, and why it costs what it costs. Moves while it runs. */
export function SessionPage({ id }: { id: string }) {
  const t = useTranslations("session");
  const trpc = useTRPC();
  const client = useQueryClient();
  const locale = useLocale();
  const format = useFormatter();
  const isStale = useConnection().since !== null;
  const session = useQuery(trpc.session.get.queryOptions({ sessionId: id }));
  const readings = useQuery(trpc.session.meterValues.queryOptions({ sessionId: id, limit: READINGS }));
  const periods = useQuery(trpc.session.chargingPeriods.queryOptions({ sessionId: id, limit: READINGS }));
  const trace = useQuery(trpc.session.priceTrace.queryOptions({ sessionId: id }));
  useLiveTopic({ kind: "session", id }, (events) => {
    client.setQueryData<Session>(trpc.session.get.queryKey({ sessionId: id }), (data) =>
      data ? foldSession(data, events) : data,
    );
    const isSettled = events.some((event) => event.type === "sessionChanged" && event.cause === "settled");
    const keys = [
      trpc.session.meterValues.pathKey(),
      ...(isSettled
        ? [trpc.session.get.pathKey(), trpc.session.chargingPeriods.pathKey(), trpc.session.priceTrace.pathKey()]
        : []),
    ];
    for (const queryKey of keys) void client.invalidateQueries({ queryKey });
  });
  if (session.isError) {
    return <QueryError error={session.error} onRetry={() => void session.refetch()} isRetrying={session.isFetching} />;
  }
  if (!session.data) return <Skeleton className="h-40 w-full" />;
  const data = session.data;
  const at = (iso: string) =>
    format.dateTime(new Date(iso), { dateStyle: "medium", timeStyle: "medium", timeZone: data.timeZone });
  const until = data.endedAt ?? data.lastReadingAt ?? data.startedAt;
  const money = (minor: string | null) =>
    data.currency && minor !== null ? formatMoney(BigInt(minor), data.currency, locale) : "—";
  return (
    <>
      <PageHead
        title={t("title", { transaction: data.transactionId })}
        count={<Badge tone={data.state === "active" ? "info" : "muted"}>{t(`states.${data.state}`)}</Badge>}
      />
      <section aria-label={t("figures")} className="mb-6 grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
        <KeyFigure label={t("energy")} value={formatKwh(Number(data.energyWh), locale)} unit="kWh" isStale={isStale} />
        <KeyFigure
          label={t("gross")}
          value={money(data.grossMinor)}
          note={t("netAndVat", { net: money(data.netMinor), vat: money(data.vatMinor) })}
          isStale={isStale}
        />
        <KeyFigure
          label={t("duration")}
          value={formatDuration(new Date(until).getTime() - new Date(data.startedAt).getTime())}
          isStale={isStale}
        />
        <KeyFigure
          label={t("power")}
          value={data.powerW === null ? "—" : formatKw(data.powerW, locale)}
          unit="kW"
          isStale={isStale}
        />
        <KeyFigure
          label={t("soc")}
          value={data.socPercent === null ? "—" : data.socPercent}
          unit="%"
          isStale={isStale}
        />
      </section>
      {data.suspect.length > 0 && (
        <section aria-label={t("review")} className="mb-6 rounded-card border bg-waiting-tint p-4 text-waiting-text">
          <h2 className="font-semibold">{t("review")}</h2>
          <ul className="list-inside list-disc">
            {data.suspect.map((reason) => (
              <li key={reason}>
                {t(`suspect.${suspectKey(reason)}`)} <code className="text-mono">{reason}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      <dl className="mb-6 grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
        <Fact label={t("chargePoint")}>
          <Link href={`/admin/charge-points/${data.chargePointId}`} className="text-brand underline">
            {data.chargePointIdentity}
          </Link>
          {` · ${data.connectorNumber}`}
        </Fact>
        <Fact label={t("start")}>{at(data.startedAt)}</Fact>
        <Fact label={t("end")}>{data.endedAt ? at(data.endedAt) : "—"}</Fact>
        <Fact label={t("reason")}>{data.stopReason ?? "—"}</Fact>
        <Fact label={t("card")}>{data.idTokenLabel ? `${data.idToken} · ${data.idTokenLabel}` : data.idToken}</Fact>
        <Fact label={t("driver")}>{data.driverName ?? "—"}</Fact>
        <Fact label={t("tariff")}>{data.tariffName ? `${data.tariffName} · v${data.tariffVersion}` : "—"}</Fact>
        <Fact label={t("timeZone")}>{data.timeZone}</Fact>
      </dl>
      <section className="mb-6">
        <h2 className="mb-2 text-section font-semibold">{t("curve")}</h2>
        {readings.isError ? (
          <QueryError error={readings.error} onRetry={() => void readings.refetch()} isRetrying={readings.isFetching} />
        ) : (
          <PowerChart readings={readings.data?.items ?? []} timeZone={data.timeZone} />
        )}
      </section>
      <section className="mb-6">
        <h2 className="mb-2 text-section font-semibold">{t("price")}</h2>
        {trace.data?.trace ? (
          <PriceLines trace={trace.data.trace} timeZone={data.timeZone} />
        ) : (
          <p className="text-muted">{data.state === "active" ? t("priceLater") : t("noPrice")}</p>
        )}
      </section>
      <section>
        <h2 className="mb-2 text-section font-semibold">{t("periods")}</h2>
        {periods.data && periods.data.items.length > 0 ? (
          <Table label={t("periods")}>
            <TableHead>
              <tr>
                <TableHeader pinned>{t("start")}</TableHeader>
                <TableHeader>{t("end")}</TableHeader>
                <TableHeader>{t("kind")}</TableHeader>
                <TableHeader numeric>{t("energyKwh")}</TableHeader>
                <TableHeader numeric>{t("powerKw")}</TableHeader>
              </tr>
            </TableHead>
            <TableBody>
              {periods.data.items.map((period) => (
                <TableRow key={period.number}>
                  <TableCell pinned>{at(period.startedAt)}</TableCell>
                  <TableCell>{at(period.endedAt)}</TableCell>
                  <TableCell>{t(`kinds.${period.kind}`)}</TableCell>
                  <TableCell numeric>{formatKwh(Number(period.energyWh), locale)}</TableCell>
                  <TableCell numeric>{period.powerW === null ? "—" : formatKw(period.powerW, locale)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        ) : (
          <p className="text-muted">{t("periodsLater")}</p>
        )}
      </section>
    </>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-meta text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
