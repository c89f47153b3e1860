import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONNECTOR_STATUSES } from "../../core/connector-state.ts";
import { emptySite } from "../../core/site-state.ts";
import type { DomainEvent } from "../ports.ts";
import { FleetState, type FleetStation } from "./fleet-state.ts";
import { toHappening } from "./to-happening.ts";

const station = (id: string, siteId: string | null = "S", isOnline = true): FleetStation => ({
  ...{ id, identity: id.toUpperCase(), siteId, isOnline },
  connectors: new Map([[1, "Available"]]),
  sessions: new Map(),
});
const about = (chargePointId: string) => ({
  tenantId: "T",
  siteId: "told by the event, and not what counts",
  chargePointId,
});
const status = (id: string, connectorNumber: number, to: string): DomainEvent => ({
  ...{ type: "connectorStatusChanged", ...about(id), connectorNumber, status: to, errorCode: "NoError", info: null },
  ...{ at: "2026-01-01T00:00:00Z", receivedAt: "2026-01-01T00:00:00Z" },
});
const connection = (id: string, isOnline: boolean): DomainEvent => ({
  ...{ type: "connectionChanged", ...about(id), isOnline, at: "2026-01-01T00:00:00Z", reason: null },
});
const running = (id: string, sessionId: string, powerW: number | null, state: "active" | "ended" = "active") =>
  ({
    ...{ type: "sessionChanged", ...about(id), cause: "progress", driverId: null },
    session: { id: sessionId, state, powerW, connectorNumber: 1 },
  }) as DomainEvent;

describe("a fleet", () => {
  test("stands as its rows say, by site", () => {
    const fleet = new FleetState([station("a"), station("b", null), station("c", "S", false)]);
    expect(fleet.all()).toEqual([
      { ...emptySite("S"), stations: 2, online: 1, families: { ...emptySite("S").families, free: 1, offline: 1 } },
      { ...emptySite(null), stations: 1, online: 1, families: { ...emptySite(null).families, free: 1 } },
    ]);
    expect(fleet.takeChanged()).toEqual([]);
  });

  test("follows statuses, sessions and connections, and tells what changed once", () => {
    const fleet = new FleetState([station("a"), station("b", "other")]);
    expect(fleet.apply(status("a", 1, "Charging"))).toBe(true);
    expect(fleet.apply(status("a", 2, "Faulted"))).toBe(true);
    expect(fleet.apply(running("a", "one", 11_000))).toBe(true);
    expect(fleet.apply(running("a", "two", null))).toBe(true);
    const [site, ...others] = fleet.takeChanged();
    expect(others).toEqual([]);
    expect(site).toMatchObject({
      siteId: "S",
      sessions: 2,
      powerW: 11_000,
      families: { charging: 1, fault: 1, free: 0 },
    });
    expect(fleet.hasChanged).toBe(false);
    fleet.apply(connection("a", false));
    expect(fleet.takeChanged()).toMatchObject([{ online: 0, powerW: 0, sessions: 2, families: { offline: 2 } }]);
    fleet.apply(running("a", "one", 0, "ended"));
    fleet.apply(connection("a", true));
    expect(fleet.takeChanged()).toMatchObject([{ online: 1, sessions: 1, families: { charging: 1, fault: 1 } }]);
  });

  test("does not know what was made, moved or retired", () => {
    const fleet = new FleetState([station("a")]);
    expect(fleet.apply(status("unknown", 1, "Available"))).toBe(false);
    for (const cause of ["created", "edited", "retired"] as const) {
      expect(fleet.apply({ type: "chargePointChanged", ...about("a"), cause })).toBe(false);
    }
    expect(fleet.apply({ type: "chargePointChanged", ...about("a"), cause: "booted" })).toBe(true);
  });

  test("read anew tells only what differs from what was shown, sites that are gone included", () => {
    const before = new FleetState([station("a"), station("b", "left"), station("c", "same")]);
    before.apply(status("c", 1, "Charging"));
    const after = new FleetState([station("a", "new"), station("c", "same")], before);
    expect(after.takeChanged().map(({ siteId, stations }) => [siteId, stations])).toEqual([
      ["S", 0],
      ["left", 0],
      ["same", 1],
      ["new", 1],
    ]);
  });

  test("is the same whatever way it came to stand so", () => {
    const event = fc.oneof(
      fc
        .tuple(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 2 }), fc.constantFrom(...CONNECTOR_STATUSES))
        .map(([id, number, to]) => status(id, number, to)),
      fc.tuple(fc.constantFrom("a", "b"), fc.boolean()).map(([id, isOnline]) => connection(id, isOnline)),
      fc
        .tuple(fc.constantFrom("a", "b"), fc.constantFrom("x", "y"), fc.nat(22_000), fc.boolean())
        .map(([id, session, watts, isOver]) => running(id, session, watts, isOver ? "ended" : "active")),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const fleet = new FleetState([station("a"), station("b", "other")]);
        for (const one of events) fleet.apply(one);
        const stations = ["a", "b"].map((id) => fleet.station(id)).filter((found) => found !== undefined);
        expect(fleet.all()).toEqual(new FleetState(stations).all());
      }),
    );
  });
});

describe("what happened", () => {
  const now = new Date("2026-01-02T00:00:00Z");
  const ended = {
    ...{ type: "sessionChanged", ...about("a"), cause: "ended", driverId: null },
    session: { id: "one", state: "ended", endedAt: "2026-01-01T10:00:00Z", energyWh: "5000", connectorNumber: 2 },
  } as DomainEvent;

  test("is told once: a fault that is repeated and a session that is settled again are no news", () => {
    const before = { ...station("a"), sessions: new Map([["one", 0]]) };
    expect(toHappening(ended, before, now)).toMatchObject({ kind: "sessionEnded", energyWh: "5000", identity: "A" });
    expect(toHappening(ended, station("a"), now)).toBeNull();
    expect(toHappening(status("a", 1, "Faulted"), before, now)).toMatchObject({ kind: "fault", detail: "NoError" });
    const faulted = { ...before, connectors: new Map([[1, "Faulted"]]) };
    expect(toHappening(status("a", 1, "Faulted"), faulted, now)).toBeNull();
    expect(toHappening(connection("a", true), before, now)).toBeNull();
    expect(toHappening(connection("a", false), before, now)).toMatchObject({ kind: "disconnected" });
  });
});
