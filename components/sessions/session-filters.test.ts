import { describe, expect, test } from "vitest";
import type { SessionChanged } from "../../server/services/ports.ts";
import { activeFilters, type SessionFilters, startedSession, toListInput } from "./session-filters.ts";

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

describe("a session that starts", () => {
  const event = (change: Partial<SessionChanged> = {}, suspect: readonly string[] = []): SessionChanged => ({
    ...{ type: "sessionChanged", cause: "started", tenantId: "t", siteId: SITE, chargePointId: "c", driverId: null },
    session: {
      ...{ id: "new", state: "active", connectorNumber: 1, transactionId: 1, idToken: "CARD", endedAt: null },
      ...{ energyWh: "0", powerW: null, socPercent: null, lastReadingAt: null, currency: null, stopReason: null },
      ...{ netMinor: null, vatMinor: null, grossMinor: null, suspect },
      startedAt: new Date(2026, 10, 2, 12).toISOString(),
    },
    ...change,
  });

  test.each([{}, { state: "active" }, { site: SITE }, { from: "2026-11-02", to: "2026-11-02" }] as const)(
    "is new in a list of %o",
    (some) => {
      expect(startedSession(event(), filters(some))).toBe("new");
    },
  );

  test.each([
    { state: "ended" },
    { review: true },
    { q: "x" },
    { chargePoint: "LIN-1" },
    { site: SITE.replace("a", "b") },
    { from: "2026-11-03" },
    { to: "2026-11-01" },
  ] as const)("is not in one of %o", (some) => {
    expect(startedSession(event(), filters(some))).toBeNull();
  });

  test("with something suspect is new in the list to review", () => {
    expect(startedSession(event({}, ["noTariff"]), filters({ review: true }))).toBe("new");
  });

  test("and only when it starts", () => {
    expect(startedSession(event({ cause: "progress" }), none)).toBeNull();
  });
});
