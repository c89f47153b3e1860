"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type RefObject, useEffect, useRef, useState } from "react";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { formatDuration } from "../format/duration.ts";
import { formatKw } from "../format/power.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { bucketsForWidth } from "./curve-axis.ts";
import { CurveTable } from "./curve-table.tsx";
import { type Curve, foldCurve } from "./fold-curve.ts";

/** Recharts weighs as much as the rest of the page: it comes when it is needed. */
const PowerChart = dynamic(() => import("./power-chart.tsx").then((module) => module.PowerChart), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full" />,
});
/** How often a running curve is cut into buckets anew; between, pushed readings are put to its end. */
const REBUCKET_MS = 15_000;
const VIEWS = ["chart", "table"] as const;

type Props = { sessionId: string; isRunning: boolean; timeZone: string; isStale: boolean };

/** A session's power over its whole time, as a chart or a table. Its title says what it shows. */
export function PowerCurve({ sessionId, isRunning, timeZone, isStale }: Props) {
  const t = useTranslations("session");
  const locale = useLocale();
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useQueryState("curve", parseAsStringLiteral(VIEWS).withDefault("chart"));
  const curve = useLiveCurve(sessionId, useBuckets(frame));
  const data = curve.data;
  const power = data && summaryOf(data);
  const title = power
    ? t(isRunning ? "curveSoFar" : "curveWhole", {
        max: formatKw(power.maxW, locale),
        mean: formatKw(power.meanW, locale),
      })
    : t("curve");
  return (
    <section className="mb-6">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{title}</h2>
        {power && (
          <Button size="small" onClick={() => void setView(view === "table" ? null : "table")}>
            {view === "table" ? t("asChart") : t("asTable")}
          </Button>
        )}
      </div>
      <div ref={frame} className={cn(isStale && "text-muted grayscale")}>
        {curve.isError && !data ? (
          <QueryError error={curve.error} onRetry={() => void curve.refetch()} isRetrying={curve.isFetching} />
        ) : !data ? (
          <Skeleton className="h-64 w-full" />
        ) : !power ? (
          <p className="text-muted">{t("noReadings")}</p>
        ) : view === "table" ? (
          <CurveTable curve={data} timeZone={timeZone} />
        ) : (
          <PowerChart curve={data} timeZone={timeZone} label={title} />
        )}
      </div>
      {power && (
        <p className="mt-2 text-meta text-muted">{t("curveNote", { timeZone, span: formatDuration(data.bucketMs) })}</p>
      )}
    </section>
  );
}

/** Highest and mean power over the time that is known; null when nothing is. */
function summaryOf({ buckets, bucketMs, to }: Curve): { maxW: number; meanW: number } | null {
  const toMs = new Date(to).getTime();
  const known = buckets.flatMap(({ at, meanPowerW, maxPowerW }) => {
    const lengthMs = Math.max(1, Math.min(bucketMs, toMs - new Date(at).getTime()));
    return meanPowerW === null || maxPowerW === null ? [] : [{ meanPowerW, maxPowerW, lengthMs }];
  });
  const sum = (of: (bucket: (typeof known)[number]) => number) => known.reduce((total, each) => total + of(each), 0);
  if (known.length === 0) return null;
  return {
    maxW: Math.max(...known.map(({ maxPowerW }) => maxPowerW)),
    meanW: sum(({ meanPowerW, lengthMs }) => meanPowerW * lengthMs) / sum(({ lengthMs }) => lengthMs),
  };
}

/** How many buckets the element has use for; null until it is measured. */
function useBuckets(frame: RefObject<HTMLDivElement | null>): number | null {
  const [buckets, setBuckets] = useState<number | null>(null);
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setBuckets(bucketsForWidth(entry.contentRect.width)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  return buckets;
}

/** The curve with pushed readings at its end. */
function useLiveCurve(sessionId: string, buckets: number | null) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const bucketedAt = useRef(0);
  const input = { sessionId, buckets: buckets ?? 1 };
  useLiveTopic({ kind: "session", id: sessionId }, (events) => {
    for (const event of events) {
      if (event.type !== "sessionChanged" || event.session.id !== sessionId) continue;
      client.setQueryData<Curve>(trpc.session.powerCurve.queryKey(input), (data) =>
        data ? foldCurve(data, event.session) : data,
      );
      const isOver = event.session.state === "ended";
      if (!isOver && Date.now() - bucketedAt.current < REBUCKET_MS) continue;
      bucketedAt.current = Date.now();
      void client.invalidateQueries({ queryKey: trpc.session.powerCurve.queryKey(input) });
    }
  });
  return useQuery({
    ...trpc.session.powerCurve.queryOptions(input),
    enabled: buckets !== null,
    placeholderData: keepPreviousData,
  });
}
