import type { ChargingProfile, ChargingSchedulePeriod } from "./charging-profile.ts";
import { parseInstant, wholeSecond } from "./whole-second.ts";

/** A charging profile as arithmetic: when it starts, how often, for how long, between which instants. */
export type RunningSchedule = {
  readonly validFromMs: number;
  readonly validToMs: number;
  /** The start, or one of them all when it recurs. */
  readonly startMs: number;
  /** Null when it starts once. */
  readonly repeatMs: number | null;
  /** How long it runs from each start; Infinity when nothing ends it. */
  readonly runsForMs: number;
  /** By `startPeriod`, rising. */
  readonly periods: readonly ChargingSchedulePeriod[];
};

const DAY_MS = 86_400_000;
const REPEAT_MS = { Daily: DAY_MS, Weekly: 7 * DAY_MS } as const;

/**
 * Reads when a profile runs (OCPP 1.6, 7.8 to 7.13).
 *
 * - Absolute starts at `startSchedule`; without one, with the charging (7.13). A `recurrencyKind` counts for Recurring only.
 * - Relative starts with the charging, whatever `startSchedule` says (7.9).
 * - Recurring starts at `startSchedule` and every 24 hours or 7 times 24 hours from there, in UTC: no time zone and no
 *   daylight saving moves it. It recurs before `startSchedule` too: only `validFrom` says from when it holds. What is longer
 *   than the recurrence is never reached (5.16.4).
 *
 * @param chargingFromMs When the transaction started, or where it is taken to start when there is none.
 */
export function toRunningSchedule(profile: ChargingProfile, chargingFromMs: number): RunningSchedule {
  const { chargingProfileKind: kind, recurrencyKind, chargingSchedule: schedule } = profile;
  const isRelative = kind === "Relative" || schedule.startSchedule === undefined;
  const repeatMs = kind === "Recurring" && recurrencyKind ? REPEAT_MS[recurrencyKind] : null;
  const durationMs = schedule.duration === undefined ? Number.POSITIVE_INFINITY : schedule.duration * 1000;
  return {
    validFromMs: profile.validFrom === undefined ? Number.NEGATIVE_INFINITY : parseInstant(profile.validFrom),
    validToMs: profile.validTo === undefined ? Number.POSITIVE_INFINITY : parseInstant(profile.validTo),
    startMs: isRelative ? wholeSecond(chargingFromMs) : parseInstant(schedule.startSchedule),
    repeatMs,
    runsForMs: Math.min(durationMs, repeatMs ?? Number.POSITIVE_INFINITY),
    periods: schedule.chargingSchedulePeriod.toSorted((a, b) => a.startPeriod - b.startPeriod),
  };
}
