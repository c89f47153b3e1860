import {
  hasCredibleStop,
  increase,
  type MeteredSession,
  MOST_SESSION_MWH,
  pointsOf,
  type RegisterPoint,
} from "./register-series.ts";

export type ChargingPeriod = {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly energyMwh: bigint;
  readonly kind: "charging" | "parking";
  /** Mean power by the register, where the period's energy was metered. */
  readonly powerW?: number;
  /** As reported at the period's end. */
  readonly currentMa?: number;
};

export type PeriodInput = {
  readonly session: MeteredSession;
  /** The connector's states by OCPP 1.6 name; the last before the start may be among them. */
  readonly statuses: readonly { readonly atMs: number; readonly status: string }[];
  /** Where a session without a credible stop ends; by default at its last reading. */
  readonly untilMs?: number | undefined;
  /** How long no energy must flow before it counts as parking, when no status says so. */
  readonly idleMs?: number | undefined;
};

/** The car or the station paused, or the car is done: time is parking, unless energy flows all the same. */
const SUSPENDED: ReadonlySet<string> = new Set(["SuspendedEV", "SuspendedEVSE", "Finishing"]);
/** What the electronics of a paused car and its charge point may draw. */
const STANDBY_W = 100;
/** Registers of 10 or 100 Wh steps stand still between samples of a slowly charging car. */
const DEFAULT_IDLE_MS = 300_000;

/**
 * Cuts a session into periods at its readings and status changes. They follow each other without gap from start to stop, and
 * their energies sum exactly to `sessionEnergy(session).energyMwh`. Deterministic; there is always at least one.
 */
export function chargingPeriods(input: PeriodInput): readonly ChargingPeriod[] {
  const slices = splitByChanges(intervalsOf(input), suspensionChanges(input.statuses));
  const periods = mergeParking(toPeriods(slices, input.idleMs ?? DEFAULT_IDLE_MS));
  const sumMwh = periods.reduce((sum, { energyMwh }) => sum + energyMwh, 0n);
  return sumMwh > MOST_SESSION_MWH ? scalePeriods(periods, MOST_SESSION_MWH) : periods;
}

/** The same periods with another total, for a session whose energy was corrected: shares stay, the sum is exact. */
export function scalePeriods(periods: readonly ChargingPeriod[], totalMwh: bigint): readonly ChargingPeriod[] {
  const sumMwh = periods.reduce((sum, period) => sum + period.energyMwh, 0n);
  const shares = share(
    totalMwh,
    periods.map((period) => (sumMwh > 0n ? period.energyMwh : BigInt(period.endedAtMs - period.startedAtMs))),
  );
  return periods.map(({ powerW: _, ...period }, index) => {
    const energyMwh = shares[index] ?? 0n;
    const powerW = meanPowerW(energyMwh, period.endedAtMs - period.startedAtMs);
    return { ...period, energyMwh, ...(powerW === undefined ? {} : { powerW }) };
  });
}

type Interval = {
  readonly fromMs: number;
  readonly toMs: number;
  energyMwh: bigint;
  /** False where a register is missing at one end: nothing is known about the energy. */
  readonly isMetered: boolean;
  readonly end?: RegisterPoint;
};

function intervalsOf({ session, untilMs }: PeriodInput): readonly Interval[] {
  const points = pointsOf(session);
  const { startedAtMs, stop } = session;
  const fallbackMs = untilMs ?? points.at(-1)?.atMs ?? startedAtMs;
  const endedAtMs = Math.max(startedAtMs, stop && hasCredibleStop(session) ? stop.atMs : fallbackMs);
  const intervals: Interval[] = [];
  let cursorMs = startedAtMs;
  let base: RegisterPoint | undefined;
  let carriedMwh = 0n; // of points at the very start, for the first interval
  for (const point of points) {
    const risenMwh = base ? increase(base.registerMwh, point.registerMwh) : 0n;
    const toMs = Math.min(point.atMs, endedAtMs);
    const previous = intervals.at(-1);
    if (toMs > cursorMs) {
      const energyMwh = carriedMwh + risenMwh;
      intervals.push({ fromMs: cursorMs, toMs, energyMwh, isMetered: base !== undefined, end: point });
      cursorMs = toMs;
      carriedMwh = 0n;
    } else if (previous) previous.energyMwh += risenMwh;
    else carriedMwh += risenMwh;
    base = point;
  }
  if (cursorMs < endedAtMs || intervals.length === 0) {
    intervals.push({ fromMs: cursorMs, toMs: endedAtMs, energyMwh: carriedMwh, isMetered: false });
  }
  return intervals;
}

/** Between two readings. A plug that flaps more often is broken, or means harm; it then stays as it was until the next reading. */
const MOST_CHANGES = 1_000;

type Slice = Interval & { readonly isSuspended: boolean };
type Change = { readonly atMs: number; readonly isSuspended: boolean };

/** The statuses that change whether the connector is suspended, in order; before the first it is not. */
function suspensionChanges(statuses: PeriodInput["statuses"]): readonly Change[] {
  const changes: Change[] = [];
  for (const { atMs, status } of statuses.toSorted((a, b) => a.atMs - b.atMs)) {
    const isSuspended = SUSPENDED.has(status);
    if (changes.at(-1)?.atMs === atMs) changes.pop(); // of one instant the last word counts
    if (isSuspended !== (changes.at(-1)?.isSuspended ?? false)) changes.push({ atMs, isSuspended });
  }
  return changes;
}

/** One walk through both: a plug that flaps for hours must not cost the square of it. */
function splitByChanges(intervals: readonly Interval[], changes: readonly Change[]): readonly Slice[] {
  let next = 0;
  let isSuspended = false;
  return intervals.flatMap((interval) => {
    for (; (changes[next]?.atMs ?? Number.POSITIVE_INFINITY) <= interval.fromMs; next++) {
      isSuspended = changes[next]?.isSuspended ?? false;
    }
    const inside: Change[] = [];
    for (const change of changes.slice(next, next + MOST_CHANGES)) {
      if (change.atMs < interval.toMs) inside.push(change);
    }
    return inside.length === 0 ? [{ ...interval, isSuspended }] : cut(interval, isSuspended, inside);
  });
}

/** Energy of an interval with a change inside belongs to the parts in which it could flow. */
function cut(interval: Interval, isSuspended: boolean, inside: readonly Change[]): readonly Slice[] {
  const parts = [{ atMs: interval.fromMs, isSuspended }, ...inside].map((part, index) => ({
    ...interval,
    fromMs: part.atMs,
    toMs: inside[index]?.atMs ?? interval.toMs,
    isSuspended: part.isSuspended,
  }));
  const shares = share(
    interval.energyMwh,
    parts.map((part) => (part.isSuspended ? 0n : BigInt(part.toMs - part.fromMs))),
  );
  return parts.map((part, index) => ({ ...part, energyMwh: shares[index] ?? 0n }));
}

/** Divides a total by weights, in whole units that sum exactly to it. Without any weight the first gets all. */
function share(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  let weighed = 0n;
  let given = 0n;
  return weights.map((weight) => {
    weighed += weight;
    const part = (total * weighed) / sum - given;
    given += part;
    return part;
  });
}

function toPeriods(slices: readonly Slice[], idleMs: number): readonly ChargingPeriod[] {
  const idleRuns = idleRunsMs(slices);
  return slices.map((slice, index) => {
    const powerW = slice.isMetered ? meanPowerW(slice.energyMwh, slice.toMs - slice.fromMs) : undefined;
    const currentMa = slice.end?.currentMa;
    const isParking = slice.isSuspended
      ? (powerW ?? 0) <= STANDBY_W
      : isIdle(slice) && (idleRuns[index] ?? 0) >= idleMs;
    return {
      startedAtMs: slice.fromMs,
      endedAtMs: slice.toMs,
      energyMwh: slice.energyMwh,
      kind: isParking ? "parking" : "charging",
      ...(powerW === undefined ? {} : { powerW }),
      ...(currentMa === undefined ? {} : { currentMa }),
    };
  });
}

/** Metered, and neither the register nor the power meter saw anything. */
const isIdle = (slice: Slice): boolean =>
  slice.isMetered && slice.energyMwh === 0n && (slice.end?.powerW ?? 0) <= STANDBY_W;

/** For each slice, how long the unbroken idleness it belongs to lasts; 0 where it is not idle. */
function idleRunsMs(slices: readonly Slice[]): readonly number[] {
  const runs: number[] = slices.map(() => 0);
  let first = 0;
  for (const [index, slice] of slices.entries()) {
    if (slice.isSuspended || !isIdle(slice)) first = index + 1;
    else if (isLastOfRun(slices[index + 1])) runs.fill(slice.toMs - (slices[first]?.fromMs ?? 0), first, index + 1);
  }
  return runs;
}
const isLastOfRun = (next: Slice | undefined): boolean => !next || next.isSuspended || !isIdle(next);

/** 1 W for 1 h is 1000 mWh. */
function meanPowerW(energyMwh: bigint, durationMs: number): number | undefined {
  return durationMs > 0 ? Math.round((Number(energyMwh) * 3600) / durationMs) : undefined;
}

/** Parking without energy costs the same in one piece, as prices that change by the clock cut periods by themselves. */
function mergeParking(periods: readonly ChargingPeriod[]): readonly ChargingPeriod[] {
  const merged: ChargingPeriod[] = [];
  for (const period of periods) {
    const last = merged.at(-1);
    if (last && isEmptyParking(last) && isEmptyParking(period) && isSameDraw(last, period)) {
      merged[merged.length - 1] = { ...last, endedAtMs: period.endedAtMs };
    } else merged.push(period);
  }
  return merged;
}
const isEmptyParking = (period: ChargingPeriod): boolean => period.kind === "parking" && period.energyMwh === 0n;
const isSameDraw = (a: ChargingPeriod, b: ChargingPeriod): boolean =>
  a.powerW === b.powerW && a.currentMa === b.currentMa;
