"use client";

import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { RouterInputs } from "../../server/transport/trpc/router.ts";
import { UUID } from "../api/filter-id.ts";
import { parseAsFilterText } from "../api/filter-text.ts";

export const STATES = ["all", "active", "ended"] as const;

export const ORDERS = ["newest", "oldest"] as const;

const FILTERS = {
  q: parseAsFilterText.withDefault(""),
  state: parseAsStringLiteral(STATES).withDefault("all"),
  review: parseAsBoolean.withDefault(false),
  site: parseAsFilterText.withDefault(""),
  chargePoint: parseAsFilterText.withDefault(""),
  from: parseAsFilterText.withDefault(""),
  to: parseAsFilterText.withDefault(""),
  /** Which start comes first. */
  order: parseAsStringLiteral(ORDERS).withDefault("newest"),
  /** The start of the row at the top of the screen, when that is not the first one. */
  at: parseAsFilterText.withDefault(""),
};

/**
 * The list's filters, as they stand in the address. Days are those of the reader's own calendar, both included.
 * Back undoes a choice; typing asks for `replace`.
 */
export const useSessionFilters = () => useQueryStates(FILTERS, { history: "push" });
export type SessionFilters = ReturnType<typeof useSessionFilters>[0];
export type SetSessionFilters = ReturnType<typeof useSessionFilters>[1];

/** What has changed, from its beginning: another list has another top. */
export const fromTop = <Change extends Partial<Record<keyof SessionFilters, unknown>>>(change: Change) => ({
  ...change,
  at: null,
});

/** What the server is asked for. Words in the address that make no sense filter nothing. */
export function toListInput(filters: SessionFilters): RouterInputs["session"]["outline"] {
  const { q, state, review, site, chargePoint, from, to } = filters;
  const [first, last] = [startOfDay(from, 0), startOfDay(to, 1)];
  return {
    ...(q.trim() ? { search: q.trim().slice(0, 100) } : {}),
    ...(state === "all" ? {} : { state }),
    ...(review ? { suspect: true } : {}),
    ...(UUID.test(site) ? { siteId: site } : {}),
    ...(chargePoint ? { chargePoint: chargePoint.slice(0, 48) } : {}),
    ...(first ? { from: first } : {}),
    ...(last ? { to: last } : {}),
  };
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** The instant at which a day begins, or ends (some days later) in the reader's calendar, in milliseconds; null for no day. */
export function dayToMs(day: string, later: number): number | null {
  const at = startOfDay(day, later);
  return at === null ? null : Date.parse(at);
}

/** The instant at which a day, or one some days later, begins here; null for what is no day. */
function startOfDay(day: string, later: number): string | null {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (!year) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** What narrows the list; order and place do not. */
export type FilterName = Exclude<keyof SessionFilters, "order" | "at">;

/** Names of the filters that are set, in the order they are shown. */
export function activeFilters(filters: SessionFilters): readonly FilterName[] {
  const names: readonly FilterName[] = ["q", "state", "review", "chargePoint", "site", "from", "to"];
  return names.filter((name) => filters[name] !== "" && filters[name] !== "all" && filters[name] !== false);
}
