import { describe, expect, test } from "vitest";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { ChargePoint } from "./fold-live.ts";
import { foldWaiting, heldGroups, hold } from "./hold-connectors.ts";

const point = (id: string, statuses: readonly string[], isOnline = true): ChargePoint =>
  ({ id, isOnline, connectors: statuses.map((status, index) => ({ number: index + 1, status })) }) as ChargePoint;
const shown = (points: readonly ChargePoint[], held: ReturnType<typeof hold>) => {
  const { groups, changes } = heldGroups(held, points, "fault");
  return { rows: groups.map(({ point: { id }, numbers }) => `${id}:${numbers}`), changes };
};

describe("a list under a chosen state", () => {
  const before = [point("a", ["Faulted", "Available"]), point("b", ["Faulted"])];
  const held = hold(new Map(), before, "fault");

  test("shows the connectors in that state", () => {
    expect(shown(before, held)).toEqual({ rows: ["a:1", "b:1"], changes: 0 });
  });

  test("what leaves the state stays in its place, what enters it waits, and both are counted", () => {
    const after = [point("a", ["Available", "Faulted"]), point("b", ["Faulted"])];
    expect(hold(held, after, "fault")).toBe(held);
    expect(shown(after, held)).toEqual({ rows: ["a:1", "b:1"], changes: 2 });
  });

  test("a further page is added behind", () => {
    const after = [...before, point("c", ["Available", "Faulted"])];
    expect(shown(after, hold(held, after, "fault"))).toEqual({ rows: ["a:1", "b:1", "c:2"], changes: 0 });
  });

  test("without one, every connector is shown whatever it does", () => {
    expect(heldGroups(new Map(), before, null)).toMatchObject({ groups: [{ numbers: null }, { numbers: null }] });
  });
});

describe("what waits outside of the list", () => {
  const about = { tenantId: "t", siteId: "s", chargePointId: "x" };
  const status = (name: string, chargePointId = "x") =>
    ({ ...about, chargePointId, type: "connectorStatusChanged", connectorNumber: 1, status: name }) as LiveEvent;
  const list = { ids: new Set(["a"]), family: "fault", siteId: null } as const;
  const none: ReadonlySet<string> = new Set();

  test("a connector that enters the state waits until it leaves it", () => {
    const waiting = foldWaiting(none, [status("Faulted")], list);
    expect([...waiting]).toEqual(["x/1"]);
    expect(foldWaiting(waiting, [status("Available")], list).size).toBe(0);
  });

  test("loaded ones, other sites and other states do not wait", () => {
    expect(foldWaiting(none, [status("Faulted", "a"), status("Charging")], list)).toBe(none);
    expect(foldWaiting(none, [status("Faulted")], { ...list, siteId: "other" })).toBe(none);
    expect(foldWaiting(none, [status("Faulted")], { ...list, family: null })).toBe(none);
  });

  test("a charge point made or taken away waits in every list", () => {
    const created: LiveEvent = { ...about, type: "chargePointChanged", cause: "created" };
    expect(foldWaiting(none, [created], { ...list, family: null }).size).toBe(1);
  });
});
