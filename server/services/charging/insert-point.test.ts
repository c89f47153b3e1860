import fc from "fast-check";
import { expect, test } from "vitest";
import type { RegisterPoint } from "../../metering/register-series.ts";
import { insertPoint } from "./insert-point.ts";

const point = fc.record({
  atMs: fc.integer({ min: 0, max: 5 }),
  registerMwh: fc.bigInt({ min: 0n, max: 5n }),
  powerW: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
});
const fold = (points: readonly RegisterPoint[]) => {
  const folded: RegisterPoint[] = [];
  for (const each of points) insertPoint(folded, each);
  return folded;
};

test("points stand in the order of settlement, each once, in whatever order and however often they are heard", () => {
  fc.assert(
    fc.property(fc.array(point, { maxLength: 12 }), fc.array(fc.nat(11)), (points, again) => {
      const folded = fold([...points, ...again.flatMap((index) => points[index] ?? [])]);
      const keys = folded.map(({ atMs, registerMwh, powerW }) => `${atMs} ${registerMwh} ${powerW}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(keys)).toEqual(new Set(points.map((p) => `${p.atMs} ${p.registerMwh} ${p.powerW}`)));
      const order = folded.map(({ atMs, registerMwh }) => BigInt(atMs) * 10n + registerMwh);
      expect(order).toEqual(order.toSorted((a, b) => Number(a - b)));
    }),
  );
});
