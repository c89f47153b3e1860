import { expect, test } from "vitest";
import { toClusterPin } from "./cluster-pin.ts";
import type { FamilyCounts } from "./site-pin.ts";

const counts = (free: number, charging: number, fault: number, offline: number): FamilyCounts => ({
  free,
  charging,
  waiting: 0,
  fault,
  out: 0,
  offline,
});

test("counts sites and shares out what is free over all connectors", () => {
  expect(toClusterPin([counts(1, 1, 0, 0), counts(2, 4, 0, 0)])).toEqual({
    sites: 2,
    freeShare: 3 / 8,
    hasTrouble: false,
  });
});

test("warns above a twentieth of faulted or silent connectors, not at it", () => {
  expect(toClusterPin([counts(19, 0, 1, 0)]).hasTrouble).toBe(false);
  expect(toClusterPin([counts(18, 0, 1, 1)]).hasTrouble).toBe(true);
});

test("sites without connectors are counted and divide by nothing", () => {
  expect(toClusterPin([counts(0, 0, 0, 0)])).toEqual({ sites: 1, freeShare: 0, hasTrouble: false });
});
