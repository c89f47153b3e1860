import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  correctSlots,
  createSlots,
  firstRow,
  NO_SLOTS,
  type Outline,
  rowCount,
  rowOfInstant,
  slotCount,
  slotOfInstant,
  slotOfRow,
} from "./slots.ts";

/** Slots that begin at 9000, 7000 and 4000 ms; the last one has 30 rows. */
const counted: Outline = { newestMs: 9_000, stepsMs: [2_000, 3_000], counted: 230, rest: null };
const estimated: Outline = { ...counted, counted: 300, rest: { about: 250, newestMs: 2_000, oldestMs: 500 } };

describe("an outline that counted all", () => {
  test("is cut at its marks, without a gap and back without end", () => {
    const slots = createSlots(counted, "newest");
    expect([...slots.toMs]).toEqual([9_001, 7_001, 4_001]);
    expect([...slots.fromMs]).toEqual([7_001, 4_001, Number.NEGATIVE_INFINITY]);
    expect([...slots.firsts]).toEqual([0, 100, 200, 230]);
  });

  test("is the same slots from the other end with the oldest first", () => {
    const slots = createSlots(counted, "oldest");
    expect([...slots.toMs]).toEqual([4_001, 7_001, 9_001]);
    expect([...slots.firsts]).toEqual([0, 30, 130, 230]);
  });

  test("of nothing has no slots", () => {
    expect(createSlots({ newestMs: null, stepsMs: [], counted: 0, rest: null }, "newest")).toBe(NO_SLOTS);
    expect(rowCount(NO_SLOTS)).toBe(0);
  });
});

test("what was not counted is cut evenly in time, after what was", () => {
  const slots = createSlots(estimated, "newest");
  expect([...slots.toMs]).toEqual([9_001, 7_001, 4_001, 2_001, 1_501, 1_001]);
  expect(slots.fromMs.at(-1)).toBe(Number.NEGATIVE_INFINITY);
  expect(rowCount(slots)).toBe(550);
});

test("reading a slot corrects the numbers of all rows after it, and of none before", () => {
  const slots = createSlots(estimated, "newest");
  const after = correctSlots(slots, new Map([[3, 160]]));
  expect(firstRow(after, 3)).toBe(300);
  expect(firstRow(after, 4)).toBe(460);
  expect(rowCount(after)).toBe(610);
  expect(correctSlots(after, new Map([[3, 160]]))).toBe(after);
  expect(slotOfRow(correctSlots(slots, new Map([[1, 0]])), 100)).toBe(2);
});

test("each row is in the one slot that holds its number, and each instant in the one that holds its time", () => {
  const outline = fc.record({
    newestMs: fc.integer({ min: 1_000_000, max: 2_000_000 }),
    stepsMs: fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 50 }),
    last: fc.integer({ min: 1, max: 100 }),
    order: fc.constantFrom("newest", "oldest"),
  });
  fc.assert(
    fc.property(outline, fc.nat(), fc.integer({ min: 0, max: 2_000_000 }), ({ last, order, ...rest }, at, ms) => {
      const slots = createSlots({ ...rest, counted: rest.stepsMs.length * 100 + last, rest: null }, order);
      const row = at % rowCount(slots);
      const slot = slotOfRow(slots, row);
      expect(firstRow(slots, slot)).toBeLessThanOrEqual(row);
      expect(firstRow(slots, slot + 1)).toBeGreaterThan(row);
      const holding = slotOfInstant(slots, ms);
      expect(holding).toBeLessThan(slotCount(slots));
      if (ms > rest.newestMs) expect(holding).toBe(order === "newest" ? 0 : slotCount(slots) - 1);
      else {
        expect(slots.fromMs[holding]).toBeLessThanOrEqual(ms);
        expect(slots.toMs[holding]).toBeGreaterThan(ms);
      }
    }),
  );
});

test("the row of an instant is the first one on its side, or the one after all", () => {
  expect(rowOfInstant([90, 80, 70], 85, "newest")).toBe(1);
  expect(rowOfInstant([70, 80, 90], 75, "oldest")).toBe(1);
  expect(rowOfInstant([90, 80], 10, "newest")).toBe(2);
});
