"use client";

import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback } from "react";
import { STATE_FAMILIES } from "../../server/core/connector-state.ts";
import { parseAsFilterId } from "../api/filter-id.ts";
import { parseAsFilterText } from "../api/filter-text.ts";

/** The list's filters: the address is the screen, and Back undoes a choice. Typing asks for `replace`. */
const FILTERS = {
  q: parseAsFilterText.withDefault(""),
  site: parseAsFilterId,
  model: parseAsFilterText,
  firmware: parseAsFilterText,
  state: parseAsStringLiteral(STATE_FAMILIES),
};
export const useListFilters = () => useQueryStates(FILTERS, { history: "push" });
export type ListFilters = ReturnType<typeof useListFilters>[0];

export const DETAIL_TABS = ["commands", "configuration", "messages"] as const;
export const MESSAGE_VIEWS = ["decoded", "raw"] as const;

/** What is open in a charge point's details, on its page and in the drawer. */
const DETAIL = {
  tab: parseAsStringLiteral(DETAIL_TABS),
  action: parseAsFilterText,
  direction: parseAsStringLiteral(["in", "out"] as const),
  view: parseAsStringLiteral(MESSAGE_VIEWS).withDefault("decoded"),
};
export const useDetailState = () => useQueryStates(DETAIL);

const DRAWER = { ...DETAIL, chargePoint: parseAsFilterText };

/** Which charge point is open in the drawer. Opening and closing are steps that Back undoes; moving on is not. */
export function useOpenChargePoint() {
  const [{ chargePoint: openId }, set] = useQueryStates(DRAWER);
  const open = useCallback((id: string) => void set({ chargePoint: id }, { history: "push" }), [set]);
  const moveTo = useCallback((id: string) => void set({ chargePoint: id }, { history: "replace" }), [set]);
  const close = useCallback(() => void set(null, { history: "push" }), [set]);
  return { openId, open, moveTo, close };
}
