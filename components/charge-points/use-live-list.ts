"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { foldChargePoint, isUnknown } from "./fold-live.ts";

export type ChargePointPages = InfiniteData<RouterOutputs["chargePoint"]["list"], string | null>;

/** Figures and counts are asked for anew at most this often, whatever happens. */
const REFRESH_MS = 2000;

/** Folds pushed events into the cached lists, so that each value on screen has one source: the query cache. */
export function useLiveList(onEvents: (events: readonly LiveEvent[]) => void): void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const refreshSoon = useRefreshSoon();
  useLiveTopic({ kind: "tenant" }, (events) => {
    const heard = events.filter(({ type }) => type !== "messageLogged" && type !== "commandChanged");
    if (heard.length === 0) return;
    const listKey = trpc.chargePoint.list.pathKey();
    let isComplete = true;
    client.setQueriesData<ChargePointPages>({ queryKey: listKey }, (data) => {
      if (!data?.pages) return data;
      if (heard.some((event) => data.pages.some(({ items }) => isUnknown(items, event)))) isComplete = false;
      return {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.map((item) => foldChargePoint(item, heard)) })),
      };
    });
    if (heard.some(({ type }) => type !== "sessionChanged")) refreshSoon(trpc.chargePoint.facets.pathKey());
    // A connector that was never heard of, or another name: only the server knows the whole of it.
    const isEdited = heard.some((event) => event.type === "chargePointChanged" && event.cause === "edited");
    if (!isComplete || isEdited) refreshSoon(listKey);
    onEvents(heard);
  });
}

/** Asks once for what many events of a short while have made old. */
export function useRefreshSoon(): (key: readonly unknown[]) => void {
  const client = useQueryClient();
  const due = useRef(new Map<string, readonly unknown[]>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return useCallback(
    (key) => {
      due.current.set(JSON.stringify(key), key);
      timer.current ??= setTimeout(() => {
        timer.current = null;
        const keys = [...due.current.values()];
        due.current.clear();
        for (const queryKey of keys) void client.invalidateQueries({ queryKey: [...queryKey] });
      }, REFRESH_MS);
    },
    [client],
  );
}
