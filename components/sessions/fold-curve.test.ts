import { describe, expect, test } from "vitest";
import { type Curve, foldCurve } from "./fold-curve.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const bucket = (second: number, powerW: number | null) => ({
  ...{ at: at(second), meanPowerW: powerW, maxPowerW: powerW },
  ...{ energyRegisterWh: null, socPercent: null },
});
const curve: Curve = {
  ...{ sessionId: "a", from: at(0), to: at(15), bucketMs: 10_000 },
  buckets: [bucket(0, 7000), bucket(10, 9000)],
};
const newest = (second: number, powerW: number | null = 8000) => ({
  lastReadingAt: at(second),
  powerW,
  socPercent: 40,
});
const means = (folded: Curve) => folded.buckets.map(({ meanPowerW }) => meanPowerW);

describe("a newer reading", () => {
  test("in the last bucket stands for it, and its maximum stays", () => {
    const folded = foldCurve(curve, newest(19));
    expect(means(folded)).toEqual([7000, 8000]);
    expect(folded.buckets[1]).toMatchObject({ maxPowerW: 9000, socPercent: 40 });
    expect(folded.to).toBe(at(19));
  });

  test("beyond it begins the next one", () => {
    const folded = foldCurve(curve, newest(25));
    expect(means(folded)).toEqual([7000, 9000, 8000]);
    expect(folded.buckets[2]?.at).toBe(at(20));
  });

  test("a little later fills what lies between; much later leaves a gap", () => {
    expect(means(foldCurve(curve, newest(45)))).toEqual([7000, 9000, 8000, 8000, 8000]);
    expect(means(foldCurve(curve, newest(85)))).toEqual([7000, 9000, null, null, null, null, null, null, 8000]);
  });

  test("of a session that had none yet begins the curve", () => {
    const empty = { ...curve, to: at(0), bucketMs: 1000, buckets: [] };
    expect(means(foldCurve(empty, newest(2)))).toEqual([8000, 8000, 8000]);
  });

  test("without power is unknown, not zero", () => {
    expect(means(foldCurve(curve, newest(25, null)))).toEqual([7000, 9000, null]);
  });
});

test.each([at(15), at(3), null])("a reading at %s is nothing new", (lastReadingAt) => {
  expect(foldCurve(curve, { lastReadingAt, powerW: 1, socPercent: null })).toBe(curve);
});
