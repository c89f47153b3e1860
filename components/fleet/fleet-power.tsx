"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { parseAsNumberLiteral, parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import type { PowerHistory } from "../../server/services/fleet/get-power-history.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { formatPower } from "../format/power.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { FleetPowerTable } from "./fleet-power-table.tsx";
import { powerCsv } from "./power-csv.ts";

/** Recharts weighs as much as the rest of the page: it comes when it is needed. */
const FleetPowerChart = dynamic(() => import("./fleet-power-chart.tsx").then((module) => module.FleetPowerChart), {
  ssr: false,
  loading: () => <Skeleton className="h-72 w-full" />,
});

const SPANS = [1, 6, 24] as const;
const VIEWS = ["chart", "table"] as const;
const MINUTE_MS = 60_000;

type Props = { siteId: string | null; siteName: string | null; powerW: number | null; isStale: boolean };

/** What the fleet, or one site, takes: the last hours minute by minute, and at their end what was pushed last. */
export function FleetPower({ siteId, siteName, powerW, isStale }: Props) {
  const t = useTranslations("fleet");
  const locale = useLocale();
  const trpc = useTRPC();
  const [hours, setHours] = useQueryState("hours", parseAsNumberLiteral(SPANS).withDefault(1));
  const [view, setView] = useQueryState("power", parseAsStringLiteral(VIEWS).withDefault("chart"));
  const now = useSharedNow();
  const query = useQuery(
    trpc.fleet.power.queryOptions(
      { hours, ...(siteId === null ? {} : { siteId }) },
      { refetchInterval: MINUTE_MS, placeholderData: keepPreviousData },
    ),
  );
  const { data } = query;
  const history = useMemo(() => data && withNow(data, isStale ? null : powerW, now), [data, powerW, isStale, now]);
  const title = t("powerTitle", {
    who: siteName ?? t("wholeFleet"),
    now: powerW === null ? "—" : formatPower(powerW, locale),
    hours,
  });
  return (
    <section aria-labelledby="power-head" className="min-w-0">
      <div className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h2 id="power-head" className="text-section font-semibold">
          {title}
        </h2>
        <div className="flex flex-wrap gap-2">
          <fieldset className="flex gap-1">
            <legend className="sr-only">{t("span")}</legend>
            {SPANS.map((span) => (
              <Button
                key={span}
                size="small"
                aria-pressed={span === hours}
                className="aria-pressed:bg-brand-tint"
                onClick={() => void setHours(span)}
              >
                {t("hours", { count: span })}
              </Button>
            ))}
          </fieldset>
          <Button size="small" onClick={() => void setView(view === "table" ? null : "table")}>
            {view === "table" ? t("asChart") : t("asTable")}
          </Button>
          {history && (
            <Button size="small" onClick={() => save(powerCsv(history), "power.csv")}>
              {t("asCsv")}
            </Button>
          )}
        </div>
      </div>
      <div className={cn(isStale && "text-muted grayscale")}>
        {query.isError && !history ? (
          <QueryError error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        ) : !history ? (
          <Skeleton className="h-72 w-full" />
        ) : view === "table" ? (
          <FleetPowerTable history={history} />
        ) : (
          <FleetPowerChart history={history} label={title} />
        )}
      </div>
    </section>
  );
}

/** The last stretch as it is now: what was pushed is newer than what was noted. */
function withNow({ stretchMs, points }: PowerHistory, powerW: number | null, now: Date): PowerHistory {
  if (powerW === null) return { stretchMs, points };
  const last = points.at(-1);
  const lastMs = last ? new Date(last.at).getTime() : 0;
  if (!last || now.getTime() < lastMs + stretchMs) {
    const { meanW, maxW } = last ?? { meanW: null, maxW: null };
    const point = { at: last?.at ?? now.toISOString(), meanW: meanW ?? powerW, maxW: Math.max(maxW ?? 0, powerW) };
    // Of a minute there is one look: what holds now is its power.
    return {
      stretchMs,
      points: [...points.slice(0, -1), stretchMs === MINUTE_MS ? { ...point, meanW: powerW } : point],
    };
  }
  const at = new Date(Math.floor(now.getTime() / stretchMs) * stretchMs).toISOString();
  return { stretchMs, points: [...points.slice(1), { at, meanW: powerW, maxW: powerW }] };
}

function save(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
