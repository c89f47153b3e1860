"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { FleetFigures } from "../fleet/fleet-figures.tsx";
import { sumOf } from "../fleet/fold-fleet.ts";
import { useFleet } from "../fleet/use-fleet.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { ActiveFilters } from "./active-filters.tsx";
import { ConnectorList } from "./connector-list.tsx";
import { countConnectors } from "./hold-connectors.ts";
import { ListFilters } from "./list-filters.tsx";
import { useListFilters, useOpenChargePoint } from "./url-state.ts";
import { useChargePointList, useServerFilters } from "./use-charge-point-list.ts";

const loadDrawer = () => import("./charge-point-drawer.tsx");
const ChargePointDrawer = lazy(async () => ({ default: (await loadDrawer()).ChargePointDrawer }));

/** Every connector as it is now, under figures of the fleet. A charge point opens beside the list. */
export function ChargePoints({ permissions }: { permissions: readonly string[] }) {
  const t = useTranslations("overview");
  const onboarding = useTranslations("onboarding");
  const trpc = useTRPC();
  const format = useFormatter();
  const isStale = useConnection().since !== null;
  const [filters, setFilters] = useListFilters();
  const { openId, open } = useOpenChargePoint();
  // Its code comes once the list is there; once opened it stays, so that closing gives the focus back.
  const [isDrawerWanted, setDrawerWanted] = useState(openId !== null);
  if (openId !== null && !isDrawerWanted) setDrawerWanted(true);
  useEffect(() => void loadDrawer(), []);
  const fleet = useFleet();
  const whole = fleet.isKnown ? sumOf(fleet.states, null) : null;
  const serverFilters = useServerFilters(filters);
  const facets = useQuery(trpc.chargePoint.facets.queryOptions(serverFilters, { placeholderData: keepPreviousData }));
  const { query, groups, changes, apply } = useChargePointList(filters);
  const isFiltered = Object.keys(serverFilters).length > 0;
  const isLoaded = query.data !== undefined;
  const isEmpty = isLoaded && groups.length === 0;
  const chips = <ActiveFilters filters={filters} onChange={setFilters} facets={facets.data} />;
  return (
    <>
      <PageHead
        title={t("title")}
        count={whole ? format.number(whole.stations) : "—"}
        action={
          permissions.includes("chargePoint.write") && (
            <Button asChild variant="primary">
              <Link href="/admin/charge-points/new">{onboarding("addAction")}</Link>
            </Button>
          )
        }
        filters={<ListFilters filters={filters} onChange={setFilters} facets={facets.data} />}
      />
      <FleetFigures state={whole} isStale={isStale} />
      {query.isError && (
        <QueryError
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
          className="mb-4"
        />
      )}
      <div className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {!isEmpty && chips}
          <p className="text-dense text-muted">
            {isLoaded && !isEmpty && t("shown", { chargePoints: groups.length, connectors: countConnectors(groups) })}
          </p>
        </div>
        <div role="status" className="ml-auto">
          {changes > 0 && (
            <Button size="small" onClick={() => void apply()}>
              {t("changes", { count: changes })}
            </Button>
          )}
        </div>
      </div>
      {isEmpty ? (
        <EmptyState title={isFiltered ? t("noMatch") : t("empty")}>{isFiltered ? chips : t("emptyHelp")}</EmptyState>
      ) : (
        (isLoaded || query.isPending) && (
          <ConnectorList
            groups={isLoaded ? groups : null}
            isStale={isStale}
            isBusy={query.isPlaceholderData}
            onOpen={open}
          />
        )
      )}
      {query.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
      {isDrawerWanted && (
        <Suspense>
          <ChargePointDrawer ids={groups.map(({ point }) => point.id)} permissions={permissions} />
        </Suspense>
      )}
    </>
  );
}
