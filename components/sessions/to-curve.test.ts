import { describe, expect, test } from "vitest";
import { toCurve } from "./to-curve.ts";

const reading = (second: number, powerW: number | null) => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  powerW,
});

describe("a power curve", () => {
  test("is in order, in kW, without readings that say nothing of power", () => {
    const curve = toCurve([reading(20, 7000), reading(10, 3500), reading(15, null)]);
    expect(curve.map(({ powerKw }) => powerKw)).toEqual([3.5, 7]);
  });

  test("a long silence is a gap, not a line", () => {
    const curve = toCurve([0, 10, 20, 30, 300, 310].map((second) => reading(second, 1000)));
    expect(curve.filter(({ powerKw }) => powerKw === null)).toHaveLength(1);
  });

  test("never more than the chart can draw", () => {
    const curve = toCurve(Array.from({ length: 5000 }, (_, index) => reading(index, 1000)));
    expect(curve.length).toBeLessThanOrEqual(301);
  });
});
