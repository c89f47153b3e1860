import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConnectorStatusChanged } from "../../services/ports.ts";
import { createFanOut } from "./fan-out.ts";

const ROOM = "t/tenant//full";
const status = (chargePointId: string, word = "Available"): ConnectorStatusChanged => ({
  ...{ type: "connectorStatusChanged", tenantId: "t", siteId: null, chargePointId, connectorNumber: 1 },
  ...{ status: word, errorCode: "NoError", info: null, at: "a", receivedAt: "b" },
});

let rooms: ReturnType<typeof createRooms>;
const createRooms = () => ({ isHeard: (room: string) => room === ROOM, send: vi.fn(), sendMissed: vi.fn() });
beforeEach(() => {
  vi.useFakeTimers();
  rooms = createRooms();
});
afterEach(() => void vi.useRealTimers());
const after = (events: readonly ConnectorStatusChanged[]) => {
  const fanOut = createFanOut(rooms);
  for (const event of events) fanOut(event);
  vi.advanceTimersByTime(100);
  return fanOut;
};

test("a room where somebody is hears the newest of each thing once, in the order of the newest", () => {
  after([status("a", "Preparing"), status("b"), status("a", "Charging")]);
  expect(rooms.send.mock.calls).toEqual([[ROOM, [status("b"), status("a", "Charging")]]]);
  expect(rooms.sendMissed).not.toHaveBeenCalled();
});

test("a room in which too much happens at once is told to read anew, and hears what follows", () => {
  const many = Array.from({ length: 2_001 }, (_, index) => status(`cp-${index}`));
  const fanOut = after([...many, status("cp-0", "Charging")]);
  expect(rooms.send).not.toHaveBeenCalled();
  expect(rooms.sendMissed.mock.calls).toEqual([[ROOM]]);
  fanOut(status("a"));
  vi.advanceTimersByTime(100);
  expect(rooms.send.mock.calls).toEqual([[ROOM, [status("a")]]]);
});

test("as much as a room may hear is heard", () => {
  after(Array.from({ length: 2_000 }, (_, index) => status(`cp-${index}`)));
  expect(rooms.send.mock.calls[0]?.[1]).toHaveLength(2_000);
});
