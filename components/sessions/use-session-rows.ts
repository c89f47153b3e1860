"use client";

import { keepPreviousData, type UseQueryResult, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { RouterInputs, RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPCClient } from "../api/trpc.ts";
import type { SessionRow as Session } from "../charge-points/fold-live.ts";
import { countChanges } from "./session-changes.ts";
import { type SessionFilters, toListInput } from "./session-filters.ts";
import {
  correctSlots,
  createSlots,
  firstRow,
  NO_SLOTS,
  type Order,
  rowCount,
  SLOT_ROWS,
  type Slots,
  slotCount,
  slotOfRow,
} from "./slots.ts";
import { PAGES, useSessionNews } from "./use-session-news.ts";

type Page = { readonly items: readonly Session[] };
type Input = RouterInputs["session"]["outline"] & { readonly order: Order };

const OUTLINES = ["sessionOutlines"] as const;
/** Counted before the first look at the whole: enough to scroll on, and soon there. */
const SOON_ROWS = 20_000;
/** Pages that were scrolled past are kept for a while, not for ever. */
const KEEP_MS = 60_000;
const MOST_AT_ONCE = 500;
/** Rows wait for nothing else that is asked at the same moment. */
const ALONE = { context: { alone: true } } as const;
const READ = {
  gcTime: KEEP_MS,
  // Coming back to the window must not move the rows: what is new is counted and shown on demand.
  refetchOnWindowFocus: false,
  // Comparing a page with the one before, field by field, takes longer than drawing it.
  structuralSharing: false,
} as const;
const NOTHING_READ: ReadonlyMap<number, number> = new Map();

export type RowRange = { readonly first: number; readonly end: number };

/**
 * The sessions that the filters pick, as numbered rows. The first ones are there at once; how many there are and where in
 * time they lie comes a little later, and from then on any row can be had. What starts meanwhile is counted, not shown.
 */
export function useSessionRows(filters: SessionFilters, wanted: RowRange) {
  const { order } = filters;
  // Where the list stands is in the address too, and changes nothing of what is asked for.
  const asked = JSON.stringify({ ...toListInput(filters), order });
  const input = useMemo(() => JSON.parse(asked) as Input, [asked]);
  const [generation, setGeneration] = useState(0);
  const scope = `${generation} ${asked}`;
  const head = useHead(input, scope);
  const outline = useOutline(input, scope, head.isSuccess && !head.isPlaceholderData);
  const cut = useMemo(() => (outline.data ? createSlots(outline.data, order) : NO_SLOTS), [outline.data, order]);
  const [read, setRead] = useState({ cut, counts: NOTHING_READ });
  const counts = read.cut === cut ? read.counts : NOTHING_READ;
  const slots = useMemo(() => correctSlots(cut, counts), [cut, counts]);
  const pages = usePages(input, slots, wanted);

  // What was estimated is right once it was read.
  useEffect(() => {
    const news = [...pages.bySlot].filter(([slot, { items }]) => items.length !== (counts.get(slot) ?? -1));
    const isNews = news.some(([slot, { items }]) => items.length !== firstRow(slots, slot + 1) - firstRow(slots, slot));
    if (isNews)
      setRead({ cut, counts: new Map([...counts, ...news.map(([slot, { items }]) => [slot, items.length] as const)]) });
  }, [pages.bySlot, counts, cut, slots]);

  const newestMs = outline.data?.newestMs;
  const headItems = useMemo(() => head.data && shownOf(head.data.items, newestMs), [head.data, newestMs]);
  const count = slotCount(slots) > 0 ? rowCount(slots) : (headItems?.length ?? 0);
  const rowAt = (row: number): Session | null => {
    const slot = slotOfRow(slots, row);
    return pages.bySlot.get(slot)?.items[row - firstRow(slots, slot)] ?? headItems?.[row] ?? null;
  };
  const news = useSessionNews({ scope, input, filters, newestMs, readAtMs: head.dataUpdatedAt });
  const rows = [...pages.bySlot.values()].flatMap(({ items }) => items).concat(headItems ?? []);
  const changes = countChanges(news.heard, { read: rows, since: news.since, filters });
  const client = useQueryClient();
  return {
    scope,
    head,
    outline,
    pages,
    slots,
    count,
    rowAt,
    /** Null until it is known; `isExact` says whether it was counted or estimated. */
    total: outline.data ? { rows: count, isExact: outline.data.rest === null } : null,
    /** What is not shown yet. */
    changes: head.isPlaceholderData ? null : { ...changes, isUncounted: news.isUncounted },
    error: head.error ?? outline.error ?? pages.error ?? news.error,
    isFetching: head.isFetching || outline.isFetching || pages.isFetching,
    retry: () => {
      const failed = { predicate: ({ state }: { state: { status: string } }) => state.status === "error" };
      void client.refetchQueries({ queryKey: PAGES, type: "active", ...failed });
      if (outline.isError) void outline.refetch();
    },
    showNew: () => {
      client.removeQueries({ queryKey: PAGES });
      setGeneration((before) => before + 1);
    },
  };
}

export type SessionRows = ReturnType<typeof useSessionRows>;

/** What stands in the list of what was read anew: not what has begun since it was counted. */
const shownOf = (items: readonly Session[], newestMs: number | null | undefined): readonly Session[] =>
  newestMs ? items.filter(({ startedAt }) => Date.parse(startedAt) <= newestMs) : items;

/** The first rows. While another list is on its way, the one before stays. */
function useHead(input: Input, scope: string) {
  const api = useTRPCClient();
  return useQuery({
    queryKey: [...PAGES, "head", scope],
    queryFn: ({ signal }): Promise<Page> =>
      api.session.rows.query({ ...input, limit: SLOT_ROWS }, { signal, ...ALONE }),
    placeholderData: keepPreviousData,
    ...READ,
  });
}

/** Counts a part soon, then all. It stays as it was read, so that rows stay where they are. */
function useOutline(input: Input, scope: string, isNeeded: boolean) {
  const api = useTRPCClient();
  const { order, ...filter } = input;
  const once = { staleTime: "static", gcTime: 0, refetchOnWindowFocus: false } as const;
  const soon = useQuery({
    ...once,
    queryKey: [...OUTLINES, "soon", scope],
    queryFn: ({ signal }) => api.session.outline.query({ ...filter, most: SOON_ROWS }, { signal, ...ALONE }),
    // The oldest rows are what an estimate knows least of.
    enabled: isNeeded && order === "newest",
  });
  const newestMs = soon.data?.newestMs ?? null;
  const whole = useQuery({
    ...once,
    queryKey: [...OUTLINES, "whole", scope, newestMs],
    queryFn: ({ signal }) =>
      api.session.outline.query(
        // The same marks as before, whatever has started meanwhile.
        newestMs === null ? filter : { ...filter, to: new Date(newestMs + 1).toISOString() },
        { signal, ...ALONE },
      ),
    // A search is counted no further, however much is asked for.
    enabled: isNeeded && (order === "oldest" || (filter.search === undefined && (soon.data?.rest ?? null) !== null)),
  });
  return whole.data ? whole : soon;
}

/** The pages of the rows that are wanted, and of those next to them. */
function usePages(input: Input, slots: Slots, wanted: RowRange) {
  const api = useTRPCClient();
  const [first, last] =
    slotCount(slots) === 0 || wanted.end === 0
      ? [0, -1]
      : [slotOfRow(slots, wanted.first), slotOfRow(slots, wanted.end - 1)];
  // Those beside them come once the wanted ones are there: they must not wait for each other.
  const [readySpan, setReadySpan] = useState("");
  const span = `${slots.toMs[first]} ${first} ${last}`;
  const ahead = readySpan === span ? 1 : 0;
  const slotNumbers = useMemo(() => {
    const from = Math.max(0, first - ahead);
    const to = Math.min(slotCount(slots) - 1, last + ahead);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  }, [slots, first, last, ahead]);
  const read = useQueries({
    queries: slotNumbers.map((slot) => {
      const range = { ...input, ...toRange(slots, slot) };
      return {
        queryKey: [...PAGES, range] as readonly unknown[],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          readAll((cursor) => api.session.rows.query({ ...range, cursor, limit: MOST_AT_ONCE }, { signal, ...ALONE })),
        ...READ,
      };
    }),
    combine: combinePages,
  });
  const bySlot = useMemo(
    () =>
      new Map(
        slotNumbers.flatMap((slot, index) => {
          const page = read.pages[index];
          return page ? [[slot, page] as const] : [];
        }),
      ),
    [slotNumbers, read.pages],
  );
  const isReady = last >= first && slotNumbers.every((slot) => bySlot.has(slot));
  useEffect(() => {
    if (isReady) setReadySpan(span);
  }, [isReady, span]);
  return { ...read, bySlot };
}

/** Made once, so that the outcome is a new one only when a page is. */
const combinePages = (results: readonly UseQueryResult<Page>[]) => ({
  pages: results.map(({ data }) => data ?? null),
  error: results.find(({ isError }) => isError)?.error ?? null,
  isFetching: results.some(({ isFetching }) => isFetching),
});

function toRange({ fromMs, toMs }: Slots, slot: number): { from?: string; to: string } {
  const from = fromMs[slot] ?? Number.NEGATIVE_INFINITY;
  const to = new Date(toMs[slot] ?? 0).toISOString();
  // The oldest slot reaches back as far as the filters do.
  return Number.isFinite(from) ? { from: new Date(from).toISOString(), to } : { to };
}

/** All rows of a stretch of time: mostly one page, more where many started at one instant or an estimate was low. */
async function readAll(read: (cursor: string | null) => Promise<RouterOutputs["session"]["rows"]>): Promise<Page> {
  const items: Session[] = [];
  let cursor: string | null = null;
  do {
    const page: RouterOutputs["session"]["rows"] = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { items };
}
