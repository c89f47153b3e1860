import { describe, expect, test } from "vitest";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { type ChargePoint, foldChargePoint, foldSession, isUnknown, type Session } from "./fold-live.ts";

const point = {
  id: "c",
  isOnline: true,
  status: null,
  connectors: [{ number: 1, status: "Available" }],
} as unknown as ChargePoint;
const about = { tenantId: "t", siteId: null, chargePointId: "c" };
const status = (connectorNumber: number, name: string, chargePointId = "c"): LiveEvent => ({
  ...about,
  chargePointId,
  type: "connectorStatusChanged",
  connectorNumber,
  status: name,
  errorCode: "NoError",
  info: null,
  at: "2026-01-01T00:00:00.000Z",
  receivedAt: "2026-01-01T00:00:01.000Z",
});

describe("live events in a list", () => {
  test("a connector's status and the box's own go where they belong", () => {
    const after = foldChargePoint(point, [status(1, "Charging"), status(0, "Faulted")]);
    expect(after.connectors[0]?.status).toBe("Charging");
    expect(after.status).toBe("Faulted");
  });

  test("events of others leave the same object, so that its row is not drawn again", () => {
    expect(foldChargePoint(point, [status(1, "Charging", "other")])).toBe(point);
  });

  test("a lost connection keeps the last known states", () => {
    const lost: LiveEvent = { ...about, type: "connectionChanged", isOnline: false, at: "x", reason: null };
    expect(foldChargePoint(point, [lost])).toMatchObject({ isOnline: false, connectors: [{ status: "Available" }] });
  });

  test("a session that starts stands on its connector, moves there, and leaves it only with its own end", () => {
    const about1 = {
      id: "s1",
      state: "active",
      connectorNumber: 1,
      startedAt: "2026-01-01T10:00:00.000Z",
      energyWh: "0",
    };
    const told = (session: object): LiveEvent =>
      ({ ...about, type: "sessionChanged", cause: "progress", session }) as never;
    const started = foldChargePoint(point, [told(about1), told({ ...about1, energyWh: "1500" })]);
    expect(started.connectors[0]?.session).toMatchObject({ id: "s1", energyWh: "1500" });
    const older = { ...about1, id: "s0", startedAt: "2026-01-01T09:00:00.000Z" };
    const kept = foldChargePoint(started, [told(older), told({ ...older, state: "ended" })]);
    expect(kept.connectors[0]?.session?.id).toBe("s1");
    expect(foldChargePoint(kept, [told({ ...about1, state: "ended" })]).connectors[0]?.session).toBeNull();
  });

  test("a connector that is not in the list asks for a fresh one", () => {
    expect(isUnknown([point], status(2, "Available"))).toBe(true);
    expect(isUnknown([point], status(1, "Available"))).toBe(false);
  });

  test("a session takes over what the event says and keeps the rest", () => {
    const session = { id: "s", state: "active", siteName: "A site", energyWh: "0" } as unknown as Session;
    const event = {
      ...about,
      type: "sessionChanged",
      cause: "progress",
      session: { id: "s", state: "active", energyWh: "1500", suspect: [] },
    } as unknown as LiveEvent;
    expect(foldSession(session, [event])).toMatchObject({ energyWh: "1500", siteName: "A site" });
  });
});
