import type { ChargingProfile, ChargingSchedulePeriod } from "./charging-profile.ts";
import { toRunningSchedule } from "./running-schedule.ts";
import { stretchAt } from "./stretch-at.ts";
import { wholeSecond } from "./whole-second.ts";

export type ProfileInterval = {
  readonly period: ChargingSchedulePeriod;
  readonly fromMs: number;
  /** Not part of the interval. Infinity when nothing ends it. */
  readonly untilMs: number;
};

export type ExpandQuery = {
  readonly profile: ChargingProfile;
  readonly fromMs: number;
  readonly untilMs: number;
  /** The start of the transaction. Without one, a Relative profile is taken to start with the window. */
  readonly transactionStartedAtMs?: number | undefined;
};

/**
 * When one profile runs (OCPP 1.6, 3.13, 5.16.4): every interval that reaches into the window, in order. Intervals are cut
 * to the profile's validity, not to the window.
 */
export function expandProfile({ profile, fromMs, untilMs, transactionStartedAtMs }: ExpandQuery): ProfileInterval[] {
  const schedule = toRunningSchedule(profile, transactionStartedAtMs ?? fromMs);
  const intervals: ProfileInterval[] = [];
  let atMs = wholeSecond(fromMs);
  while (atMs < untilMs) {
    const { period, ...stretch } = stretchAt(schedule, atMs);
    if (period) intervals.push({ period, ...stretch });
    atMs = stretch.untilMs;
  }
  return intervals;
}
