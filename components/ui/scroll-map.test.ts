import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createScrollMap,
  MOST_ROWS,
  mostScrollTop,
  mostTop,
  rowsInPage,
  stepTo,
  toListTop,
  toScrollTop,
} from "./scroll-map.ts";

const short = createScrollMap(36_000, 800);
const long = createScrollMap(360_000_000, 800);

describe("a list that a browser can scroll", () => {
  test("scrolls pixel by pixel", () => {
    expect(short.scrollPx).toBe(36_000);
    expect(toListTop(short, 1234)).toBe(1234);
    expect(stepTo(short, { scrollTop: 0, listTop: 0 }, 30_000)).toBe(30_000);
  });
});

describe("a list that is longer than a browser can scroll", () => {
  test("has a scrollbar that stays below every browser's cap", () => {
    expect(long.scrollPx).toBeLessThan(16_000_000);
  });

  test("is reached at both ends, which are pixel by pixel", () => {
    expect(toListTop(long, 0)).toBe(0);
    expect(toListTop(long, 500)).toBe(500);
    expect(toListTop(long, mostScrollTop(long))).toBe(mostTop(long));
    expect(toListTop(long, mostScrollTop(long) - 500)).toBe(mostTop(long) - 500);
  });

  test("maps there and back onto the same row, and never backwards", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        const [low, high] = [Math.min(a, b) * mostTop(long), Math.max(a, b) * mostTop(long)];
        expect(toListTop(long, toScrollTop(long, low))).toBeCloseTo(low, 3);
        expect(toScrollTop(long, low)).toBeLessThanOrEqual(toScrollTop(long, high));
      }),
    );
  });

  test("moves by as many pixels as a wheel turns, wherever it is", () => {
    const before = { scrollTop: 4_000_000, listTop: 180_000_000 };
    expect(stepTo(long, before, 4_000_120)).toBe(180_000_120);
    expect(stepTo(long, before, 3_999_880)).toBe(179_999_880);
  });

  test("jumps with the scrollbar that is dragged, and to the end with the End key", () => {
    const before = { scrollTop: 0, listTop: 0 };
    expect(stepTo(long, before, 4_000_000)).toBe(toListTop(long, 4_000_000));
    expect(stepTo(long, { scrollTop: 500, listTop: 900_000 }, 0)).toBe(0);
    expect(stepTo(long, before, mostScrollTop(long))).toBe(mostTop(long));
  });
});

test("every row in sight stands in the page, and never more than eighty", () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.constantFrom(28, 36, 44, 56),
      fc.integer({ min: 100, max: 2000 }),
      (top, rowPx, px) => {
        const count = 1_000_000;
        const map = createScrollMap(count * rowPx, px);
        const { first, end } = rowsInPage(map, top, rowPx, count);
        expect(first * rowPx).toBeLessThanOrEqual(top);
        expect(end * rowPx).toBeGreaterThanOrEqual(top + Math.min(px, (MOST_ROWS - 5) * rowPx));
        expect(end - first).toBeLessThanOrEqual(MOST_ROWS);
      },
    ),
  );
});

test("the last row is the last one in the page", () => {
  expect(rowsInPage(short, mostTop(short), 36, 1000).end).toBe(1000);
  expect(rowsInPage(short, 0, 0, 1000)).toEqual({ first: 0, end: 0 });
});
