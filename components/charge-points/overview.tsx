"use client";

import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useDeferredValue, useMemo, useRef } from "react";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { formatKw } from "../format/power.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { KeyFigure } from "../ui/key-figure.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { ChargePointTable } from "./charge-point-table.tsx";
import { foldChargePoint, foldSession, isUnknown } from "./fold-live.ts";

const PAGE_SIZE = 100;
const REFRESH_MS = 1000;
const CONNECTIONS = ["all", "online", "offline"] as const;

type ChargePoints = InfiniteData<RouterOutputs["chargePoint"]["list"]>;
type Sessions = RouterOutputs["session"]["list"];

/** The fleet at a glance: figures, and every charge point with its connectors as they are now. */
export function Overview() {
  const t = useTranslations("overview");
  const trpc = useTRPC();
  const locale = useLocale();
  const format = useFormatter();
  const isStale = useConnection().since !== null;
  const [filters, setFilters] = useQueryStates({
    q: parseAsString.withDefault(""),
    connection: parseAsStringLiteral(CONNECTIONS).withDefault("all"),
  });
  const search = useDeferredValue(filters.q.trim());
  const input = {
    limit: PAGE_SIZE,
    ...(search ? { search } : {}),
    ...(filters.connection === "all" ? {} : { online: filters.connection === "online" }),
  };
  const points = useInfiniteQuery(
    trpc.chargePoint.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  );
  const running = useQuery(trpc.session.list.queryOptions({ state: "active", limit: 500 }));
  const figures = useQuery(trpc.chargePoint.overview.queryOptions());
  useFoldedList();

  const rows = useMemo(() => points.data?.pages.flatMap(({ items }) => items) ?? [], [points.data]);
  const sessions = useMemo(
    () =>
      new Map(running.data?.items.map((session) => [`${session.chargePointId}/${session.connectorNumber}`, session])),
    [running.data],
  );
  const count = (value: number | undefined) => (value === undefined ? "—" : format.number(value));
  const isFiltered = search !== "" || filters.connection !== "all";
  const data = figures.data;
  return (
    <>
      <PageHead
        title={t("title")}
        count={count(data?.chargePoints)}
        filters={
          <>
            <Input
              type="search"
              data-page-search
              aria-label={t("search")}
              placeholder={t("search")}
              value={filters.q}
              onChange={(event) => void setFilters({ q: event.target.value || null })}
              className="w-64"
            />
            <select
              aria-label={t("connection")}
              value={filters.connection}
              onChange={(event) => void setFilters({ connection: event.target.value as (typeof CONNECTIONS)[number] })}
              className="h-8 rounded-control border border-line-strong bg-card px-2 text-body"
            >
              {CONNECTIONS.map((connection) => (
                <option key={connection} value={connection}>
                  {t(`connections.${connection}`)}
                </option>
              ))}
            </select>
          </>
        }
      />
      <section aria-label={t("figures")} className="mb-6 grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
        <KeyFigure label={t("online")} value={count(data?.online)} isStale={isStale} />
        <KeyFigure label={t("offline")} value={count(data?.offline)} isStale={isStale} />
        <KeyFigure label={t("charging")} value={count(data?.charging)} isStale={isStale} />
        <KeyFigure label={t("faulted")} value={count(data?.faulted)} isStale={isStale} />
        <KeyFigure label={t("sessions")} value={count(data?.activeSessions)} isStale={isStale} />
        <KeyFigure label={t("power")} value={data ? formatKw(data.powerW, locale) : "—"} unit="kW" isStale={isStale} />
      </section>
      {points.isError ? (
        <QueryError error={points.error} onRetry={() => void points.refetch()} isRetrying={points.isFetching} />
      ) : points.isSuccess && rows.length === 0 ? (
        <EmptyState
          title={isFiltered ? t("noMatch") : t("empty")}
          {...(isFiltered
            ? { action: <Button onClick={() => void setFilters(null)}>{t("clearFilters")}</Button> }
            : {})}
        >
          {isFiltered ? null : t("emptyHelp")}
        </EmptyState>
      ) : (
        <ChargePointTable rows={points.isSuccess ? rows : null} sessions={sessions} isStale={isStale} />
      )}
      {points.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void points.fetchNextPage()} busy={points.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** Folds pushed events into the cached lists, so that each value on screen has one source: the query cache. */
function useFoldedList(): void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const pending = useRef(new Map<string, readonly unknown[]>());
  /** Asks once for what many events of one second have made old. */
  const refreshSoon = useCallback(
    (...keys: readonly (readonly unknown[])[]) => {
      if (pending.current.size === 0) {
        setTimeout(() => {
          const due = [...pending.current.values()];
          pending.current.clear();
          for (const queryKey of due) void client.invalidateQueries({ queryKey: [...queryKey] });
        }, REFRESH_MS);
      }
      for (const key of keys) pending.current.set(JSON.stringify(key), key);
    },
    [client],
  );
  useLiveTopic({ kind: "tenant" }, (events: readonly LiveEvent[]) => {
    const listKey = trpc.chargePoint.list.pathKey();
    const sessionKey = trpc.session.list.pathKey();
    let isFresh = true;
    client.setQueriesData<ChargePoints>({ queryKey: listKey }, (data) => {
      if (!data?.pages) return data;
      const all = data.pages.flatMap(({ items }) => items);
      if (events.some((event) => isUnknown(all, event))) isFresh = false;
      return {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.map((item) => foldChargePoint(item, events)) })),
      };
    });
    client.setQueriesData<Sessions>({ queryKey: sessionKey }, (data) =>
      data?.items
        ? {
            ...data,
            items: data.items.map((item) => foldSession(item, events)).filter(({ state }) => state === "active"),
          }
        : data,
    );
    const hasNewSession = events.some((event) => event.type === "sessionChanged" && event.cause === "started");
    const figuresKey = trpc.chargePoint.overview.pathKey();
    refreshSoon(figuresKey, ...(hasNewSession ? [sessionKey] : []), ...(isFresh ? [] : [listKey]));
  });
}
