import { describe, expect, test } from "vitest";
import { activeFilters, type SessionFilters, toListInput } from "./session-filters.ts";

const SITE = "01a214e3-1e0c-7000-acfe-9eb7fae779a2";
const none: SessionFilters = {
  ...{ q: "", state: "all", review: false, site: "", chargePoint: "", from: "", to: "" },
  ...{ order: "newest", at: "" },
};
const filters = (some: Partial<SessionFilters>): SessionFilters => ({ ...none, ...some });

describe("the address", () => {
  test("without filters asks for everything", () => {
    expect(toListInput(none)).toEqual({});
    expect(activeFilters(none)).toEqual([]);
  });

  test("with all of them asks for each", () => {
    const all = filters({
      ...{ q: " CARD ", state: "active", review: true, site: SITE, chargePoint: "LIN-1" },
      ...{ from: "2026-11-01", to: "2026-11-02" },
    });
    expect(toListInput(all)).toEqual({
      ...{ search: "CARD", state: "active", suspect: true, siteId: SITE, chargePoint: "LIN-1" },
      from: new Date(2026, 10, 1).toISOString(),
      to: new Date(2026, 10, 3).toISOString(),
    });
    expect(activeFilters(all)).toHaveLength(7);
  });

  test.each([{ site: "x" }, { from: "yesterday" }, { to: "2026-11" }, { q: "  " }])(
    "with %o asks as without",
    (some) => {
      expect(toListInput(filters(some))).toEqual({});
    },
  );
});
