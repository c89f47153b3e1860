"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useConnection } from "../api/live-provider.tsx";
import { OneQueryError, QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { foldSession, type Session } from "../charge-points/fold-live.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Badge } from "../ui/badge.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChargingPeriods, SO_FAR_REFETCH_MS } from "./charging-periods.tsx";
import { MeterValues } from "./meter-values.tsx";
import { PowerCurve } from "./power-curve.tsx";
import { PriceLines } from "./price-lines.tsx";
import { SessionFacts, SessionFigures, SuspectReasons } from "./session-head.tsx";
import { Timeline } from "./timeline.tsx";

/** One session: what it came to, how, and why it costs what it costs. Moves while it runs. */
export function SessionPage({ id }: { id: string }) {
  const t = useTranslations("session");
  const isStale = useConnection().since !== null;
  const session = useLiveSession(id);
  if (!session.data) {
    return (
      <>
        <PageHead title={t("plainTitle")} />
        {session.isError ? (
          <OneQueryError
            missing={t("missing")}
            list={{ href: "/admin/sessions", label: t("toList") }}
            error={session.error}
            onRetry={() => void session.refetch()}
            isRetrying={session.isFetching}
          />
        ) : (
          <Skeleton className="h-40 w-full" />
        )}
      </>
    );
  }
  const { data } = session;
  return (
    <>
      <PageHead
        title={t("title", { transaction: data.transactionId })}
        count={<Badge tone={data.state === "active" ? "info" : "muted"}>{t(`states.${data.state}`)}</Badge>}
      />
      <SessionFigures session={data} isStale={isStale} />
      <SuspectReasons reasons={data.suspect} />
      <SessionFacts session={data} />
      <PowerCurve
        sessionId={id}
        isRunning={data.state === "active"}
        timeZone={data.timeZone}
        isStale={isStale && data.state === "active"}
      />
      <Timeline session={data} />
      <Price session={data} />
      <ChargingPeriods session={data} />
      <MeterValues sessionId={id} isRunning={data.state === "active"} />
    </>
  );
}

function Price({ session }: { session: Session }) {
  const t = useTranslations("session");
  const format = useFormatter();
  const trpc = useTRPC();
  const isRunning = session.state === "active";
  const trace = useQuery(
    trpc.session.priceTrace.queryOptions(
      { sessionId: session.id },
      { refetchInterval: isRunning && SO_FAR_REFETCH_MS },
    ),
  );
  const toldGross = isRunning ? session.grossMinor : null;
  const { refetch } = trace;
  // One price on the page: what has been pushed is asked for line by line too, unless the lines come to it already.
  const linesGross = useRef<string | undefined>(undefined);
  linesGross.current = trace.data?.trace?.grossMinor;
  useEffect(() => {
    if (toldGross === null || linesGross.current === undefined || linesGross.current === toldGross) return;
    void refetch({ cancelRefetch: false });
  }, [toldGross, refetch]);
  // Between its end and its settlement a session has no other price than the last one it was told while it ran.
  const isSoFar = isRunning || (trace.data?.trace && trace.data.settledAt === null);
  return (
    <section aria-label={t("price")} className="mb-6">
      <h2 className="mb-2 text-section font-semibold">{t(isSoFar ? "priceSoFar" : "price")}</h2>
      {trace.isError && (
        <QueryError error={trace.error} onRetry={() => void trace.refetch()} isRetrying={trace.isFetching} />
      )}
      {trace.isPending && <Skeleton className="h-24 w-full" />}
      {isRunning && trace.data?.trace && (
        <p className="mb-2 text-meta text-muted">
          {t("priceAsOf", {
            time: format.dateTime(trace.dataUpdatedAt, { timeStyle: "medium", timeZone: session.timeZone }),
          })}
        </p>
      )}
      {trace.data?.trace && <PriceLines trace={trace.data.trace} timeZone={session.timeZone} />}
      {trace.data && !trace.data.trace && <p className="text-muted">{t("noPrice")}</p>}
    </section>
  );
}

/** The session with pushed values over it. What is worked out at its end is asked for when it has ended. */
function useLiveSession(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  useLiveTopic({ kind: "session", id }, (events) => {
    client.setQueryData<Session>(trpc.session.get.queryKey({ sessionId: id }), (data) =>
      data ? foldSession(data, events) : data,
    );
    const isSettled = events.some(
      (event) => event.type === "sessionChanged" && event.session.id === id && event.session.state === "ended",
    );
    if (!isSettled) return;
    const due = [trpc.session.get, trpc.session.chargingPeriods, trpc.session.priceTrace, trpc.session.statuses];
    for (const procedure of due) void client.invalidateQueries({ queryKey: procedure.pathKey() });
  });
  return useQuery(trpc.session.get.queryOptions({ sessionId: id }));
}
