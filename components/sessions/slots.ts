import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

export type Outline = RouterOutputs["session"]["outline"];
export type Order = "newest" | "oldest";

/** Rows of a slot that is counted; the last one has fewer. */
export const SLOT_ROWS = 100;

/**
 * A list cut into stretches of time, in the order it is shown. Each stretch is asked for by its instants alone, so no row
 * comes twice or is missed, whatever is written meanwhile. How many rows one has may be a guess until it is read.
 */
export type Slots = {
  /** Of each slot: rows started at or after, and before. The oldest slot goes back without end (-Infinity). */
  readonly fromMs: Float64Array;
  readonly toMs: Float64Array;
  /** The number of the first row of each slot, and at the end of all rows. */
  readonly firsts: Float64Array;
};

export const NO_SLOTS: Slots = { fromMs: new Float64Array(), toMs: new Float64Array(), firsts: new Float64Array(1) };

export const slotCount = ({ fromMs }: Slots): number => fromMs.length;
export const rowCount = ({ firsts }: Slots): number => firsts.at(-1) ?? 0;
export const firstRow = ({ firsts }: Slots, slot: number): number => firsts[slot] ?? 0;
export const rowsOf = (slots: Slots, slot: number): number => firstRow(slots, slot + 1) - firstRow(slots, slot);

/** The slots of an outline. What it did not count is cut as evenly in time as it is estimated. */
export function createSlots({ newestMs, stepsMs, counted, rest }: Outline, order: Order): Slots {
  if (newestMs === null) return NO_SLOTS;
  const starts = [newestMs];
  for (const step of stepsMs) starts.push((starts.at(-1) ?? newestMs) - step);
  const counts = starts.map((_, slot) => Math.min(SLOT_ROWS, counted - slot * SLOT_ROWS));
  const guessed = rest ? Math.ceil(rest.about / SLOT_ROWS) : 0;
  for (let slot = 0; rest && slot < guessed; slot++) {
    starts.push(Math.floor(rest.newestMs - ((rest.newestMs - rest.oldestMs) * slot) / guessed));
    counts.push(Math.min(SLOT_ROWS, rest.about - slot * SLOT_ROWS));
  }
  const fromMs = Float64Array.from(starts, (_, slot) => (starts[slot + 1] ?? Number.NEGATIVE_INFINITY) + 1);
  const toMs = Float64Array.from(starts, (start) => start + 1);
  if (order === "newest") return { fromMs, toMs, firsts: sumUp(counts) };
  return { fromMs: fromMs.reverse(), toMs: toMs.reverse(), firsts: sumUp(counts.reverse()) };
}

function sumUp(counts: readonly number[]): Float64Array {
  const firsts = new Float64Array(counts.length + 1);
  for (const [slot, count] of counts.entries()) firsts[slot + 1] = (firsts[slot] ?? 0) + count;
  return firsts;
}

/** The slots with what reading some of them told; the same object when all was right. */
export function correctSlots(slots: Slots, read: ReadonlyMap<number, number>): Slots {
  if (![...read].some(([slot, count]) => slot < slotCount(slots) && count !== rowsOf(slots, slot))) return slots;
  const counts = Array.from(slots.fromMs, (_, slot) => read.get(slot) ?? rowsOf(slots, slot));
  return { ...slots, firsts: sumUp(counts) };
}

/** Which slot a row is in. */
export function slotOfRow(slots: Slots, row: number): number {
  return lastWhere(slotCount(slots), (slot) => firstRow(slots, slot) <= row);
}

/** Which slot an instant is in; the nearest one for those before and after all. */
export function slotOfInstant({ fromMs, toMs }: Slots, ms: number): number {
  const isOldestFirst = (toMs.at(-1) ?? 0) > (toMs[0] ?? 0);
  return isOldestFirst
    ? lastWhere(toMs.length, (slot) => (fromMs[slot] ?? 0) <= ms)
    : lastWhere(toMs.length, (slot) => (toMs[slot] ?? 0) > ms);
}

/** The last of so many for which it holds, where it holds for the first ones only; 0 for none. */
function lastWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Where among a slot's rows the first one of an instant is: started at or before it, with the oldest first at or after. */
export function rowOfInstant(startsMs: readonly number[], ms: number, order: Order): number {
  const found = startsMs.findIndex((start) => (order === "newest" ? start <= ms : start >= ms));
  return found === -1 ? startsMs.length : found;
}
