import { increase, isRegister } from "./register-series.ts";

/** What one reading says of a session's power; absent quantities are null. */
export type PowerReading = {
  readonly atMs: number;
  readonly powerW: number | null;
  /** A complete imported energy register, in mWh. */
  readonly registerMwh: bigint | null;
  readonly socPercent: number | null;
};

export type PowerCurveOptions = {
  readonly fromMs: number;
  readonly toMs: number;
  /** The most buckets there may be. */
  readonly buckets: number;
  /** What usually lies between two readings; null when there are fewer than two. */
  readonly usualGapMs: number | null;
};

/** A stretch of time. All null: nothing is known of it, which is not zero. */
export type PowerBucket = {
  readonly atMs: number;
  readonly meanPowerW: number | null;
  readonly maxPowerW: number | null;
  /** As last read at the bucket's end. */
  readonly registerMwh: bigint | null;
  readonly socPercent: number | null;
};

/** So many usual intervals without a word are a gap. */
const GAP_FACTOR = 5;
const SHORTEST_GAP_MS = 60_000;
/** Where one reading alone cannot tell how often the station speaks: OCPP stations rarely sample less often. */
const UNKNOWN_GAP_MS = 900_000;

/**
 * The power of a session over its whole time, in few buckets of equal length, from readings that are handed in one by one:
 * memory does not grow with their number. Power as reported counts; where none is, what the register rose. A bucket is
 * never shorter than the usual interval between readings, so that each has something to say.
 */
export class PowerCurve {
  readonly bucketMs: number;
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #reported: Track<number>;
  readonly #metered: Track<bigint>;
  readonly #registers: Carried<bigint>;
  readonly #socs: Carried<number>;
  readonly #count: number;

  constructor({ fromMs, toMs, buckets, usualGapMs }: PowerCurveOptions) {
    const durationMs = Math.max(0, toMs - fromMs);
    const usualS = Math.round((usualGapMs ?? 0) / 1000); // a station's timer is off by milliseconds
    this.bucketMs = Math.max(1, Math.ceil(durationMs / buckets / 1000), usualS) * 1000;
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#count = Math.ceil(durationMs / this.bucketMs);
    const gapMs = usualGapMs === null ? UNKNOWN_GAP_MS : Math.max(SHORTEST_GAP_MS, usualGapMs * GAP_FACTOR);
    const grid: Grid = { fromMs, bucketMs: this.bucketMs, count: this.#count, gapMs };
    this.#reported = new Track(grid, meanOf);
    this.#metered = new Track(grid, powerOfRise);
    this.#registers = new Carried(grid);
    this.#socs = new Carried(grid);
  }

  /** The next reading; they must come in order of time. One before the start or after the end is left out. */
  add({ atMs, powerW, registerMwh, socPercent }: PowerReading): void {
    if (atMs < this.#fromMs || atMs > this.#toMs || this.#count === 0) return;
    if (powerW !== null) this.#reported.add(atMs, powerW);
    if (registerMwh !== null && isRegister(registerMwh)) {
      this.#metered.add(atMs, registerMwh);
      this.#registers.add(atMs, registerMwh);
    }
    if (socPercent !== null) this.#socs.add(atMs, socPercent);
    if (powerW !== null) this.#reported.raise(atMs, powerW);
  }

  /** All buckets, in order; none for a session without duration. */
  result(): readonly PowerBucket[] {
    return Array.from({ length: this.#count }, (_, index) => {
      const power = this.#reported.at(index) ?? this.#metered.at(index);
      return {
        atMs: this.#fromMs + index * this.bucketMs,
        meanPowerW: power ? Math.round(power.meanW) : null,
        maxPowerW: power ? Math.round(power.maxW) : null,
        registerMwh: this.#registers.at(index),
        socPercent: this.#socs.at(index),
      };
    });
  }
}

type Grid = { readonly fromMs: number; readonly bucketMs: number; readonly count: number; readonly gapMs: number };

const indexOf = ({ fromMs, bucketMs, count }: Grid, atMs: number): number =>
  Math.min(count - 1, Math.floor((atMs - fromMs) / bucketMs));

/** The power between two values of a kind, in W; null when they say nothing of it. */
type PowerBetween<Value> = (before: Value, after: Value, durationMs: number) => number | null;
const meanOf: PowerBetween<number> = (before, after) => (before + after) / 2;
/** 1 W for 1 h is 1000 mWh. A register that falls was reset: what flowed meanwhile nobody knows. */
const powerOfRise: PowerBetween<bigint> = (before, after, durationMs) =>
  after < before ? null : (Number(increase(before, after)) * 3600) / durationMs;

/** Mean and maximum per bucket, by one kind of value. */
class Track<Value> {
  readonly #grid: Grid;
  readonly #sums: Float64Array;
  readonly #coveredMs: Float64Array;
  readonly #most: Float64Array;
  readonly #powerBetween: PowerBetween<Value>;
  #last: { readonly atMs: number; readonly value: Value } | null = null;

  constructor(grid: Grid, powerBetween: PowerBetween<Value>) {
    this.#grid = grid;
    this.#powerBetween = powerBetween;
    this.#sums = new Float64Array(grid.count);
    this.#coveredMs = new Float64Array(grid.count);
    this.#most = new Float64Array(grid.count).fill(Number.NaN);
  }

  add(atMs: number, value: Value): void {
    const last = this.#last;
    this.#last = { atMs, value };
    if (!last || atMs === last.atMs || atMs - last.atMs > this.#grid.gapMs) return;
    const powerW = this.#powerBetween(last.value, value, atMs - last.atMs);
    if (powerW !== null) this.#spread(last.atMs, atMs, powerW);
  }

  /** A value measured at an instant, not a mean: it counts for the maximum, and alone where no mean is known. */
  raise(atMs: number, powerW: number): void {
    const index = indexOf(this.#grid, atMs);
    const most = this.#most[index] ?? Number.NaN;
    this.#most[index] = Number.isNaN(most) ? powerW : Math.max(most, powerW);
  }

  at(index: number): { readonly meanW: number; readonly maxW: number } | null {
    const maxW = this.#most[index] ?? Number.NaN;
    if (Number.isNaN(maxW)) return null;
    const coveredMs = this.#coveredMs[index] ?? 0;
    return { meanW: coveredMs > 0 ? (this.#sums[index] ?? 0) / coveredMs : maxW, maxW };
  }

  #spread(fromMs: number, toMs: number, powerW: number): void {
    const { fromMs: originMs, bucketMs } = this.#grid;
    for (let index = indexOf(this.#grid, fromMs); index <= indexOf(this.#grid, toMs); index++) {
      const startMs = originMs + index * bucketMs;
      const overlapMs = Math.min(toMs, startMs + bucketMs) - Math.max(fromMs, startMs);
      if (overlapMs <= 0) continue;
      this.#sums[index] = (this.#sums[index] ?? 0) + powerW * overlapMs;
      this.#coveredMs[index] = (this.#coveredMs[index] ?? 0) + overlapMs;
      this.raise(startMs, powerW);
    }
  }
}

/** The last value at each bucket's end, carried over buckets without one, but not over a gap. */
class Carried<Value> {
  readonly #grid: Grid;
  readonly #values: (Value | null)[];
  #last: { readonly atMs: number; readonly value: Value } | null = null;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#values = Array.from({ length: grid.count }, () => null);
  }

  add(atMs: number, value: Value): void {
    const last = this.#last;
    const index = indexOf(this.#grid, atMs);
    if (last && atMs - last.atMs <= this.#grid.gapMs) {
      this.#values.fill(last.value, indexOf(this.#grid, last.atMs), index);
    }
    this.#values[index] = value;
    this.#last = { atMs, value };
  }

  at(index: number): Value | null {
    return this.#values[index] ?? null;
  }
}
