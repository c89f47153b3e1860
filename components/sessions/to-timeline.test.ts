import { expect, test } from "vitest";
import { type ConnectorStatus, toTimeline, withStatus } from "./to-timeline.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 8, minute)).toISOString();
const status = (minute: number, name: string): ConnectorStatus => ({
  ...{ at: at(minute), receivedAt: at(minute), status: name, errorCode: "NoError" },
  ...{ info: null, vendorErrorCode: null },
});
const running = { startedAt: at(0), endedAt: null, endCause: null, stopReason: null, settledAt: null };
const kinds = (...args: Parameters<typeof toTimeline>) =>
  toTimeline(...args).map((item) => (item.kind === "status" ? item.status.status : item.kind));

test("all that happened, in order of time", () => {
  const ended = { ...running, endedAt: at(30), endCause: "stopped", stopReason: "Local", settledAt: at(31) } as const;
  const statuses = [status(-1, "Preparing"), status(1, "Charging"), status(32, "Available")];
  expect(kinds(ended, statuses)).toEqual(["Preparing", "started", "Charging", "stopped", "settled", "Available"]);
});

test("of one instant the start comes before a status, and a status before the stop", () => {
  const ended = { ...running, endedAt: at(0), endCause: "stopped" } as const;
  expect(kinds(ended, [status(0, "Charging")])).toEqual(["started", "Charging", "stopped"]);
});

test("a running session has no end, and one without a stop was closed", () => {
  expect(kinds(running, [])).toEqual(["started"]);
  expect(kinds({ ...running, endedAt: at(9), endCause: "abandoned" }, [])).toEqual(["started", "closed"]);
});

test("a status that was read already is not added once more when it is pushed", () => {
  const read = [status(1, "Charging")];
  expect(withStatus(read, { ...status(1, "Charging"), vendorErrorCode: null })).toBe(read);
  expect(withStatus(read, status(2, "Charging"))).toHaveLength(2);
  expect(withStatus(read, status(1, "SuspendedEV"))).toHaveLength(2);
});
