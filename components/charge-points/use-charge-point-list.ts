"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTRPC } from "../api/trpc.ts";
import { foldWaiting, type Held, heldGroups, hold } from "./hold-connectors.ts";
import type { ListFilters } from "./url-state.ts";
import { useLiveList } from "./use-live-list.ts";

const PAGE_SIZE = 100;
const NOTHING: ReadonlySet<string> = new Set();

/** The filters as the server takes them. */
export function useServerFilters({ q, site, model, firmware, state }: ListFilters) {
  const search = useDeferredValue(q.trim().slice(0, 100));
  return useMemo(
    () => ({
      ...(search && { search }),
      ...(site && { siteId: site }),
      ...(model && { model: model.slice(0, 50) }),
      ...(firmware && { firmwareVersion: firmware.slice(0, 50) }),
      ...(state && { stateFamily: state }),
    }),
    [search, site, model, firmware, state],
  );
}

/** The charge points that the filters pick, held in place: what would come or go is counted until `apply`. */
export function useChargePointList(filters: ListFilters) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const serverFilters = useServerFilters(filters);
  const query = useInfiniteQuery(
    trpc.chargePoint.list.infiniteQueryOptions(
      { limit: PAGE_SIZE, ...serverFilters },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
        // Pushed events keep it fresh; asking again would move rows under the pointer.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnMount: "always",
      },
    ),
  );
  const points = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);

  const [generation, setGeneration] = useState(0);
  const scope = JSON.stringify([serverFilters, generation, query.isPlaceholderData]);
  const held = useRef<{ scope: string; map: Held }>({ scope, map: new Map() });
  if (held.current.scope !== scope) held.current = { scope, map: new Map() };
  held.current.map = hold(held.current.map, points, filters.state);
  const map = held.current.map;
  const { groups, changes } = useMemo(() => heldGroups(map, points, filters.state), [map, points, filters.state]);

  const [waiting, setWaiting] = useState({ scope, keys: NOTHING });
  const keys = waiting.scope === scope ? waiting.keys : NOTHING;
  useLiveList((events) => {
    const list = { ids: new Set(points.map(({ id }) => id)), family: filters.state, siteId: filters.site };
    const next = foldWaiting(keys, events, list);
    if (next !== keys) setWaiting({ scope, keys: next });
  });

  const apply = async () => {
    await client.invalidateQueries({ queryKey: trpc.chargePoint.list.pathKey() });
    setGeneration((count) => count + 1);
  };
  return { query, groups, changes: changes + keys.size, apply };
}
