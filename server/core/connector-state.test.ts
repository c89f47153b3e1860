import { describe, expect, it } from "vitest";
import { CONNECTOR_STATUSES, isConnectorStatus, stateFamily } from "./connector-state.ts";

describe("stateFamily", () => {
  it.each([
    ["Available", "free"],
    ["Charging", "charging"],
    ["Preparing", "waiting"],
    ["SuspendedEV", "waiting"],
    ["SuspendedEVSE", "waiting"],
    ["Finishing", "waiting"],
    ["Reserved", "waiting"],
    ["Faulted", "fault"],
    ["Unavailable", "out"],
  ] as const)("%s is %s", (status, family) => {
    expect(stateFamily({ status, isOnline: true })).toBe(family);
  });
  it("a station without connection is offline whatever it said last, so it never reads as free", () => {
    for (const status of CONNECTOR_STATUSES) expect(stateFamily({ status, isOnline: false })).toBe("offline");
  });
  it("a connector that never reported is offline", () => {
    expect(stateFamily({ status: null, isOnline: true })).toBe("offline");
  });
});

it("isConnectorStatus refuses words of other OCPP versions", () => {
  expect(isConnectorStatus("Occupied")).toBe(false);
});
