"use client";

import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { errorKind } from "../api/error-kind.ts";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { foldSession } from "../charge-points/fold-live.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { FilterBar, FilterChips } from "./filter-bar.tsx";
import {
  activeFilters,
  type SessionFilters,
  startedSession,
  toListInput,
  useSessionFilters,
} from "./session-filters.ts";
import { SessionTable } from "./session-table.tsx";

type Pages = InfiniteData<RouterOutputs["session"]["list"]>;
const PAGE_SIZE = 50;
const NOTHING_NEW: ReadonlySet<string> = new Set();

/** Sessions, newest first. Running ones move where they stand; new ones wait until they are asked for. */
export function SessionList() {
  const t = useTranslations("sessions");
  const isStale = useConnection().since !== null;
  const [filters, setFilters] = useSessionFilters();
  const { sessions, newCount, showNew } = useLiveSessions(filters);
  const rows = sessions.data?.pages.flatMap(({ items }) => items) ?? null;
  const isFiltered = activeFilters(filters).length > 0;
  // A charge point that does not exist has no sessions: for the reader that is a filter without a match.
  const isUnknown = sessions.isError && errorKind(sessions.error) === "notFound";
  const isEmpty = isUnknown || rows?.length === 0;
  return (
    <>
      <PageHead title={t("title")} filters={<FilterBar filters={filters} onChange={setFilters} />} />
      <div role="status" className="empty:hidden">
        {newCount > 0 && (
          <Button size="small" className="mb-3" onClick={showNew} busy={sessions.isFetching}>
            {t("newSessions", { count: newCount })}
          </Button>
        )}
      </div>
      {sessions.isError && !isUnknown && (
        <QueryError
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
          isRetrying={sessions.isFetching}
          className="mb-4"
        />
      )}
      {isEmpty ? (
        <EmptyState
          title={isFiltered ? t("noMatch") : t("empty")}
          {...(isFiltered
            ? { action: <Button onClick={() => void setFilters(null)}>{t("clearFilters")}</Button> }
            : {})}
        >
          {isFiltered ? <FilterChips filters={filters} onChange={setFilters} /> : t("emptyHelp")}
        </EmptyState>
      ) : (
        (rows || !sessions.isError) && <SessionTable rows={rows} isStale={isStale} />
      )}
      {sessions.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void sessions.fetchNextPage()} busy={sessions.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** The list with pushed values over its rows, and how many sessions have begun since it was read. */
function useLiveSessions(filters: SessionFilters) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.session.list.infiniteQueryOptions(
    { limit: PAGE_SIZE, ...toListInput(filters) },
    { getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  // Coming back to the window must not move the rows: what is new is counted and shown on demand.
  const sessions = useInfiniteQuery({ ...options, refetchOnWindowFocus: false });
  const [started, setStarted] = useState(NOTHING_NEW);
  useLiveTopic({ kind: "tenant" }, (events) => {
    client.setQueriesData<Pages>({ queryKey: trpc.session.list.pathKey() }, (data) =>
      data?.pages
        ? {
            ...data,
            pages: data.pages.map((page) => ({ ...page, items: page.items.map((item) => foldSession(item, events)) })),
          }
        : data,
    );
    const ids = events.map((event) => startedSession(event, filters)).filter((id) => id !== null);
    if (ids.length > 0) setStarted((before) => new Set([...before, ...ids]));
  });
  const shown = new Set(sessions.data?.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  return {
    sessions,
    newCount: [...started].filter((id) => !shown.has(id)).length,
    showNew: () => {
      setStarted(NOTHING_NEW);
      void client.resetQueries({ queryKey: options.queryKey });
    },
  };
}
