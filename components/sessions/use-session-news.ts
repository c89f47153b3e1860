"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { RouterInputs } from "../../server/transport/trpc/router.ts";
import { UUID } from "../api/filter-id.ts";
import { useConnection, useSocket } from "../api/live-provider.tsx";
import { useTRPC, useTRPCClient } from "../api/trpc.ts";
import { foldSession, type SessionRow as Session } from "../charge-points/fold-live.ts";
import { useRefreshSoon } from "../charge-points/use-live-list.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { type Changes, withChange, withoutLeft } from "./session-changes.ts";
import type { SessionFilters } from "./session-filters.ts";

export const PAGES = ["sessionPages"] as const;
const SINCE = [...PAGES, "since"] as const;
const MOST_SINCE = 100;
const NOTHING: readonly Session[] = [];
const NO_CHANGES: Changes = new Map();

type Page = { readonly items: readonly Session[] };
type List = {
  /** What tells this reading of the list from others. */
  readonly scope: string;
  readonly input: RouterInputs["session"]["outline"];
  readonly filters: SessionFilters;
  /** The start of its newest row; null for an empty list, undefined until it is known. */
  readonly newestMs: number | null | undefined;
  /** When its rows were read last: again, when the connection was lost. */
  readonly readAtMs: number;
};

/** Folds pushed values into the rows that were read, and keeps what has changed since: the list moves only when it is asked to. */
export function useSessionNews({ scope, input, filters, newestMs, readAtMs }: List) {
  const client = useQueryClient();
  const refreshSoon = useRefreshSoon();
  const chargePointId = useChargePointId(filters.chargePoint);
  const socket = useSocket();
  const isLost = useConnection().since !== null;
  const fresh = { scope, readAtMs, changes: NO_CHANGES, wasLost: isLost };
  const [kept, setKept] = useState(fresh);
  const news = kept.scope === scope ? kept : fresh;
  if (kept.scope !== scope || readAtMs > kept.readAtMs || (isLost && !kept.wasLost)) {
    const changes = readAtMs > news.readAtMs ? withoutLeft(news.changes) : news.changes;
    setKept({ scope, readAtMs, changes, wasLost: news.wasLost || isLost });
  }

  useEffect(() => {
    const onMissed = () => setKept((before) => ({ ...before, wasLost: true }));
    socket.on("missed", onMissed);
    return () => void socket.off("missed", onMissed);
  }, [socket]);
  useLiveTopic({ kind: "tenant" }, (events) => {
    const changed = new Set(events.map((event) => (event.type === "sessionChanged" ? event.session.id : "")));
    client.setQueriesData<Page>({ queryKey: PAGES }, (page) =>
      page?.items.some(({ id }) => changed.has(id))
        ? { ...page, items: page.items.map((item) => (changed.has(item.id) ? foldSession(item, events) : item)) }
        : page,
    );
    const fold = (before: Changes) =>
      events.reduce((changes, event) => withChange(changes, event, filters, chargePointId), before);
    setKept((before) => {
      const changes = before.scope === scope ? fold(before.changes) : before.changes;
      return changes === before.changes ? before : { ...before, changes };
    });
    const isStarted = events.some((event) => event.type === "sessionChanged" && event.cause === "started");
    if (isStarted && input.search !== undefined) refreshSoon(SINCE);
  });

  const since = useSince(scope, input, newestMs);
  // What ended, or was found to be in order, while nothing was heard stands among all the rows.
  const mayHaveMoved = filters.state !== "all" || filters.review;
  return {
    heard: news.changes,
    since: since.data?.items ?? NOTHING,
    error: since.error,
    /** More has changed than can be counted here. */
    isUncounted: (since.data?.nextCursor ?? null) !== null || (news.wasLost && !isLost && mayHaveMoved),
  };
}

/** What has begun since the list was read, without being heard of: before it was watched, or while the connection was lost. */
function useSince(scope: string, input: List["input"], newestMs: List["newestMs"]) {
  const api = useTRPCClient();
  const from = newestMs === null || newestMs === undefined ? {} : { from: new Date(newestMs + 1).toISOString() };
  return useQuery({
    queryKey: [...SINCE, scope, newestMs],
    queryFn: ({ signal }) =>
      api.session.rows.query(
        { ...input, order: "newest", ...from, limit: MOST_SINCE },
        { signal, context: { alone: true } },
      ),
    enabled: newestMs !== undefined,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Events name charge points by their ids, people by what is written on them. */
function useChargePointId(chargePoint: string): string | null {
  const isId = UUID.test(chargePoint);
  const asked = useTRPC().chargePoint.get.queryOptions({ chargePoint }, { enabled: chargePoint !== "" && !isId });
  const found = useQuery(asked).data?.id ?? null;
  return isId ? chargePoint.toLowerCase() : found;
}
