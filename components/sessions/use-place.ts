"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualRows } from "../ui/use-virtual-rows.ts";
import type { SessionFilters, SetSessionFilters } from "./session-filters.ts";
import { firstRow, rowCount, rowOfInstant, slotCount, slotOfInstant, slotOfRow } from "./slots.ts";
import type { SessionRows } from "./use-session-rows.ts";

type Options = {
  readonly list: SessionRows;
  readonly rows: VirtualRows;
  readonly filters: SessionFilters;
  readonly setFilters: SetSessionFilters;
};

/** Where in the list the screen stands: kept in the address, found again from it, and held while row numbers change. */
export function usePlace({ list, rows, filters, setFilters }: Options) {
  const { slots, pages, scope, rowAt } = list;
  const { goToRow, topRow } = rows;
  const { order } = filters;
  /** The instant to go to; exact once its page is read. */
  const [target, setTarget] = useState<number | null>(() => {
    const at = Date.parse(filters.at);
    return Number.isNaN(at) ? null : at;
  });
  /** The address names a place that has not been found yet: the top would only flash up. */
  const [isRestoring, setRestoring] = useState(target !== null);
  if (isRestoring && target === null) setRestoring(false);
  const [restRow, setRestRow] = useState<number | null>(null);
  const isOutlined = slotCount(slots) > 0;

  // Another list begins at its top.
  const shownScope = useRef(scope);
  useLayoutEffect(() => {
    if (shownScope.current === scope) return;
    shownScope.current = scope;
    setTarget(null);
    setRestRow(null);
    goToRow(0);
  }, [scope, goToRow]);

  // Rows before the topmost one turn out to be more or fewer than was estimated: it stays where it is.
  const held = useRef(slots);
  useLayoutEffect(() => {
    const before = held.current;
    held.current = slots;
    if (before === slots || slotCount(before) === 0 || slotCount(slots) === 0) return;
    const top = topRow();
    const slot = slotOfRow(before, Math.floor(top));
    const now = before.toMs === slots.toMs ? slot : slotOfInstant(slots, (before.toMs[slot] ?? 0) - 1);
    const row = firstRow(slots, now) + (top - firstRow(before, slot));
    if (row !== top) goToRow(row);
  }, [slots, topRow, goToRow]);

  // The rows before it stay until those of the target are there: drawing the way to it would take as long again.
  const targetSlot = target === null || !isOutlined ? null : slotOfInstant(slots, target);
  const page = targetSlot === null ? undefined : pages.bySlot.get(targetSlot);
  useLayoutEffect(() => {
    if (target === null || targetSlot === null || !page || rows.rowPx === 0) return;
    const startsMs = page.items.map(({ startedAt }) => Date.parse(startedAt));
    const row = firstRow(slots, targetSlot) + rowOfInstant(startsMs, target, order);
    goToRow(row);
    setTarget(null);
    setRestRow(row);
  }, [target, targetSlot, page, slots, order, rows.rowPx, goToRow]);
  // A list that is empty or cannot be counted has no place to go to.
  const isOver = list.outline.isError || list.head.data?.items.length === 0;
  useEffect(() => {
    if (isOver) setTarget(null);
  }, [isOver]);

  // Where scrolling came to rest is written down once that row is read.
  const restAt = restRow === null || restRow === 0 ? null : (rowAt(restRow)?.startedAt ?? null);
  useEffect(() => {
    if (restRow === null || (restRow > 0 && restAt === null)) return;
    setRestRow(null);
    void setFilters({ at: restAt }, { history: "replace" });
  }, [restRow, restAt, setFilters]);
  /** The rows to read for it: of its stretch of time, and the one after. */
  const wanted =
    targetSlot === null
      ? null
      : { first: firstRow(slots, targetSlot), end: Math.min(rowCount(slots), firstRow(slots, targetSlot + 1) + 1) };
  return { goToInstant: setTarget, keep: setRestRow, wanted, isRestoring, isGoing: target !== null };
}
