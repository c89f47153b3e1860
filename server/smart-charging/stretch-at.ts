import type { ChargingSchedulePeriod } from "./charging-profile.ts";
import type { RunningSchedule } from "./running-schedule.ts";

/** A stretch of time in which a profile says one thing: a period of its, or (null) nothing. Its end is not part of it. */
export type Stretch = {
  readonly period: ChargingSchedulePeriod | null;
  readonly fromMs: number;
  readonly untilMs: number;
};

const NEVER_MS = Number.NEGATIVE_INFINITY;
const ALWAYS_MS = Number.POSITIVE_INFINITY;

/** The stretch that an instant lies in, by arithmetic alone, so that a week costs as little as a second (OCPP 1.6, 3.13). */
export function stretchAt(schedule: RunningSchedule, atMs: number): Stretch {
  const { validFromMs, validToMs } = schedule;
  if (atMs >= validToMs) return { period: null, fromMs: validToMs, untilMs: ALWAYS_MS };
  if (atMs < validFromMs) return { period: null, fromMs: NEVER_MS, untilMs: validFromMs };
  const { period, fromMs, untilMs } = unclippedStretchAt(schedule, atMs);
  return { period, fromMs: Math.max(fromMs, validFromMs), untilMs: Math.min(untilMs, validToMs) };
}

function unclippedStretchAt({ startMs, repeatMs, runsForMs, periods }: RunningSchedule, atMs: number): Stretch {
  const beganMs = repeatMs === null ? startMs : startMs + Math.floor((atMs - startMs) / repeatMs) * repeatMs;
  const endsMs = beganMs + runsForMs;
  if (atMs < beganMs) return { period: null, fromMs: NEVER_MS, untilMs: beganMs };
  if (atMs >= endsMs) return { period: null, fromMs: endsMs, untilMs: beganMs + (repeatMs ?? ALWAYS_MS) };
  const index = periods.findLastIndex(({ startPeriod }) => beganMs + startPeriod * 1000 <= atMs);
  const [period, next] = [periods[index] ?? null, periods[index + 1]];
  return {
    period,
    fromMs: beganMs + (period?.startPeriod ?? 0) * 1000,
    untilMs: next ? Math.min(beganMs + next.startPeriod * 1000, endsMs) : endsMs,
  };
}
