"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { OverviewFigures } from "../charge-points/overview-figures.tsx";
import { useRefreshSoon } from "../charge-points/use-live-list.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import type { MapSite } from "../map/site-map.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { SiteList } from "./site-list.tsx";

const SiteMap = dynamic(() => import("../map/site-map.tsx").then((module) => module.SiteMap), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

/** The fleet at a glance: figures, and every site on the map and in the list beside it. */
export function Overview() {
  const t = useTranslations("fleet");
  const trpc = useTRPC();
  const format = useFormatter();
  const isStale = useConnection().since !== null;
  const { resolvedTheme } = useTheme();
  const [selectedId, select] = useQueryState("selected", parseAsString);
  const refreshSoon = useRefreshSoon();
  const figures = useQuery(trpc.chargePoint.overview.queryOptions());
  const sites = useQuery(trpc.site.map.queryOptions());
  useLiveTopic({ kind: "tenant" }, (events) => {
    if (events.every(({ type }) => type === "messageLogged" || type === "commandChanged")) return;
    refreshSoon(trpc.chargePoint.overview.pathKey());
    refreshSoon(trpc.site.map.pathKey());
  });
  const placed = useMemo(
    () =>
      (sites.data ?? []).flatMap((site): MapSite[] =>
        site.latitude === null || site.longitude === null
          ? []
          : [{ ...site, latitude: site.latitude, longitude: site.longitude }],
      ),
    [sites.data],
  );
  return (
    <>
      <PageHead title={t("title")} action={<Link href="/admin/charge-points">{t("all")}</Link>} />
      <OverviewFigures data={figures.data} isStale={isStale} />
      {sites.isError && (
        <QueryError
          error={sites.error}
          onRetry={() => void sites.refetch()}
          isRetrying={sites.isFetching}
          className="mb-4"
        />
      )}
      {sites.data?.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      ) : (
        <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <div className="h-96 overflow-hidden rounded-card border lg:h-[36rem]">
            {sites.data && (
              <SiteMap
                sites={placed}
                theme={resolvedTheme === "dark" ? "dark" : "light"}
                selectedId={selectedId}
                onSelect={(id) => void select(id)}
                label={t("map")}
                unavailable={t("noMap")}
              />
            )}
          </div>
          <section aria-labelledby="sites-head">
            <h2 id="sites-head" className="mb-2 text-section font-semibold">
              {t("sites")} {sites.data && format.number(sites.data.length)}
            </h2>
            {sites.data ? (
              <SiteList sites={sites.data} selectedId={selectedId} isStale={isStale} />
            ) : (
              <Skeleton className="h-80 w-full" />
            )}
          </section>
        </div>
      )}
    </>
  );
}
