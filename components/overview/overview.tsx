"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";
import { QueryError } from "../api/query-error.tsx";
import { FleetFigures } from "../fleet/fleet-figures.tsx";
import { sumOf } from "../fleet/fold-fleet.ts";
import { useFleet } from "../fleet/use-fleet.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { FilterChip } from "../ui/filter-chip.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { SiteList } from "./site-list.tsx";
import { usePlacedSites } from "./use-placed-sites.ts";

const SiteMap = dynamic(() => import("../map/site-map.tsx").then((module) => module.SiteMap), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

const FleetPower = dynamic(() => import("../fleet/fleet-power.tsx").then((module) => module.FleetPower), {
  ssr: false,
  loading: () => <Skeleton className="h-80 w-full" />,
});
const Happenings = dynamic(() => import("../fleet/happenings.tsx").then((module) => module.Happenings), {
  ssr: false,
  loading: () => <Skeleton className="h-80 w-full" />,
});

/** The fleet as it is now: figures, every site on the map and in the list beside it, its power, and what happened. One site chosen narrows all of it. */
export function Overview() {
  const t = useTranslations("fleet");
  const { resolvedTheme } = useTheme();
  const [selectedId, setSelected] = useQueryState("site", parseAsString);
  const { query, sites, states, isKnown, isStale } = useFleet();
  const placed = usePlacedSites(sites, states);
  const select = useCallback((id: string | null) => void setSelected(id, { history: "push" }), [setSelected]);
  const selected = useMemo(() => sites?.find(({ id }) => id === selectedId) ?? null, [sites, selectedId]);
  const siteId = selected?.id ?? null;
  const state = isKnown ? sumOf(states, siteId) : null;
  return (
    <>
      <PageHead
        title={t("title")}
        filters={
          selected && (
            <>
              <FilterChip
                label={t("siteFilter")}
                value={selected.name}
                removeLabel={t("removeSite")}
                onRemove={() => select(null)}
              />
              <Link href={`/admin/sites/${selected.id}`}>{t("toSite")}</Link>
            </>
          )
        }
        action={<Link href={`/admin/charge-points${siteId ? `?site=${siteId}` : ""}`}>{t("all")}</Link>}
      />
      <FleetFigures state={state} isStale={isStale} />
      {query.isError && (
        <QueryError
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
          className="mb-4"
        />
      )}
      {sites?.length === 0 ? (
        <EmptyState title={t("empty")}>
          <Link href="/admin/sites">{t("emptyHelp")}</Link>
        </EmptyState>
      ) : (
        <div className="mb-6 grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <div className="h-96 overflow-hidden rounded-card border lg:h-[28rem]">
            {sites && (
              <SiteMap
                sites={placed}
                theme={resolvedTheme === "dark" ? "dark" : "light"}
                selectedId={siteId}
                onSelect={select}
                label={t("map")}
                unavailable={t("noMap")}
              />
            )}
          </div>
          {sites ? (
            <SiteList sites={sites} states={states} selectedId={siteId} onSelect={select} isStale={isStale} />
          ) : (
            <Skeleton className="h-80 w-full" />
          )}
        </div>
      )}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <FleetPower
          siteId={siteId}
          siteName={selected?.name ?? null}
          powerW={state?.powerW ?? null}
          isStale={isStale}
        />
        <Happenings siteId={siteId} isStale={isStale} />
      </div>
    </>
  );
}
