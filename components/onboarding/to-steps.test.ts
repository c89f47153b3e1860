import { expect, test } from "vitest";
import type { ChargePoint } from "../charge-points/fold-live.ts";
import { toSteps } from "./to-steps.ts";

const fresh = {
  ...{ isOnline: false, connectedAt: null, firstBootAt: null, lastBootAt: null, lastRefusal: null },
  connectors: [],
} as unknown as ChargePoint;
const statesOf = (fields: Partial<ChargePoint>) => toSteps({ ...fresh, ...fields }).map(({ state }) => state);
const refusal = { at: "2026-05-01T10:00:00Z", reason: "passwordWrong", detail: null } as const;
const connector = { number: 1, status: "Available" } as ChargePoint["connectors"][number];

test("a charge point is awaited, calls, boots, and says how its plugs are", () => {
  expect(statesOf({})).toEqual(["current", "waiting", "waiting"]);
  const connected = { isOnline: true, connectedAt: "2026-05-01T10:00:00Z" };
  expect(statesOf(connected)).toEqual(["done", "current", "waiting"]);
  const booted = { ...connected, firstBootAt: "2026-05-01T10:00:01Z", lastBootAt: "2026-05-01T10:00:01Z" };
  expect(statesOf(booted)).toEqual(["done", "done", "current"]);
  expect(statesOf({ ...booted, connectors: [{ ...connector, status: null }] })).toEqual(["done", "done", "current"]);
  expect(statesOf({ ...booted, connectors: [connector] })).toEqual(["done", "done", "done"]);
});

test("being turned away is told until it is let in, and not of a time before", () => {
  expect(toSteps({ ...fresh, lastRefusal: refusal })[0]).toMatchObject({ state: "failed", refusal });
  expect(statesOf({ lastRefusal: refusal, isOnline: true, connectedAt: "2026-05-01T10:01:00Z" })[0]).toBe("done");
  const before = { lastRefusal: refusal, connectedAt: "2026-05-01T11:00:00Z", firstBootAt: "2026-05-01T11:00:00Z" };
  expect(statesOf(before)[0]).toBe("done");
});
