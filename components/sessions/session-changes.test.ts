import { describe, expect, test } from "vitest";
import type { SessionChanged } from "../../server/services/ports.ts";
import { type Changes, countChanges, withChange, withoutLeft } from "./session-changes.ts";
import type { SessionFilters } from "./session-filters.ts";

const SITE = "01a214e3-1e0c-7000-acfe-9eb7fae779a2";
const POINT = "01a214e3-1e0c-7000-acfe-9eb7fae779a3";
const filters = (some: Partial<SessionFilters> = {}): SessionFilters => ({
  ...{ q: "", state: "all", review: false, site: "", chargePoint: "", from: "", to: "" },
  ...{ order: "newest", at: "", ...some },
});
const event = (
  cause: SessionChanged["cause"],
  { suspect = [], chargePointId = POINT }: { suspect?: readonly string[]; chargePointId?: string } = {},
): SessionChanged => ({
  ...{ type: "sessionChanged", cause, tenantId: "t", siteId: SITE, chargePointId, driverId: null },
  session: {
    ...{ id: "one", connectorNumber: 1, transactionId: 1, idToken: "CARD", endedAt: null },
    ...{ energyWh: "0", powerW: null, socPercent: null, lastReadingAt: null, currency: null, stopReason: null },
    ...{ netMinor: null, vatMinor: null, grossMinor: null, suspect },
    state: cause === "started" || cause === "progress" ? "active" : "ended",
    startedAt: new Date(2026, 10, 2, 12).toISOString(),
  },
});
const NONE: Changes = new Map();
const heard = (
  events: readonly SessionChanged[],
  some: Partial<SessionFilters>,
  chargePointId: string | null = null,
) => [...events.reduce((changes, one) => withChange(changes, one, filters(some), chargePointId), NONE)];

describe("a session that starts", () => {
  test.each([
    {},
    { state: "active" },
    { site: SITE },
    { from: "2026-11-02", to: "2026-11-02" },
    { site: "x" },
  ] as const)("comes into a list of %o", (some) => {
    expect(heard([event("started")], some)).toEqual([["one", "came"]]);
  });

  test.each([
    { state: "ended" },
    { review: true },
    { q: "x" },
    { site: SITE.replace("a", "b") },
    { from: "2026-11-03" },
    { to: "2026-11-01" },
  ] as const)("does not come into one of %o", (some) => {
    expect(heard([event("started")], some)).toEqual([]);
  });

  test("comes into the list of its charge point, which the event names by its id only", () => {
    expect(heard([event("started")], { chargePoint: "LIN-1" }, POINT)).toEqual([["one", "came"]]);
    expect(heard([event("started", { chargePointId: "another" })], { chargePoint: "LIN-1" }, POINT)).toEqual([]);
    expect(heard([event("started")], { chargePoint: "LIN-1" })).toEqual([]);
  });

  test("with something suspect comes into the list to review", () => {
    expect(heard([event("started", { suspect: ["noTariff"] })], { review: true })).toEqual([["one", "came"]]);
  });

  test("changes no list by going on", () => {
    expect(heard([event("progress")], {})).toEqual([]);
  });
});

describe("a session that ends", () => {
  test("comes into the list of those that have ended, and leaves that of those that run", () => {
    expect(heard([event("ended")], { state: "ended" })).toEqual([["one", "came"]]);
    expect(heard([event("ended")], { state: "active" })).toEqual([["one", "left"]]);
    expect(heard([event("ended"), event("corrected")], {})).toEqual([]);
  });

  test("before it was shown leaves nothing", () => {
    expect(heard([event("started"), event("ended")], { state: "active" })).toEqual([]);
  });

  test("and is found to be suspect comes into the list to review", () => {
    const settled = event("corrected", { suspect: ["clock"] });
    expect(heard([event("ended"), settled], { review: true })).toEqual([["one", "came"]]);
  });
});

test("a list that is read anew does not hold what had left it", () => {
  const changes: Changes = new Map([
    ["a", "came"],
    ["b", "left"],
  ]);
  expect([...withoutLeft(changes)]).toEqual([["a", "came"]]);
  const onlyCame = withoutLeft(changes);
  expect(withoutLeft(onlyCame)).toBe(onlyCame);
});

describe("what is not shown yet", () => {
  const row = (id: string, state: "active" | "ended" = "active", suspect: string[] = []) => ({ id, state, suspect });
  const list = (some: Partial<SessionFilters> = {}) => ({ read: [row("a")], since: [], filters: filters(some) });

  test("is what was heard of and what was found after a lost connection, each once and without the rows", () => {
    const changes: Changes = new Map([
      ["a", "came"],
      ["b", "came"],
    ]);
    expect(countChanges(changes, { ...list(), since: [row("b"), row("c")] })).toEqual({ came: 2, left: 0 });
    expect(countChanges(NONE, list())).toEqual({ came: 0, left: 0 });
  });

  test("rows that the filters no longer pick have left, heard of or seen", () => {
    const running = { ...list({ state: "active" }), read: [row("a"), row("b", "ended")], since: [row("c", "ended")] };
    expect(countChanges(new Map([["b", "left"]]), running)).toEqual({ came: 0, left: 1 });
    expect(countChanges(new Map([["d", "left"]]), running)).toEqual({ came: 0, left: 2 });
    expect(countChanges(NONE, list({ review: true }))).toEqual({ came: 0, left: 1 });
  });
});
