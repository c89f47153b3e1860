import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyInstantMs, anyLimitQuery, GRID_SECONDS } from "../testing/any-charging-profile.ts";
import { referenceLimit } from "../testing/reference-limit.ts";
import type { ChargingSchedulePeriod } from "./charging-profile.ts";
import { compositeSchedule } from "./composite-schedule.ts";
import { expandProfile } from "./expand-profile.ts";
import { limitAt } from "./limit-at.ts";

const DAYS = 3;
const durationSeconds = DAYS * 86_400;

const periodAt = (periods: readonly ChargingSchedulePeriod[], second: number): ChargingSchedulePeriod | undefined =>
  periods.findLast(({ startPeriod }) => startPeriod <= second);

describe("any profiles on a station with two connectors", () => {
  test("have the composite schedule that going through all of them at each instant gives", () => {
    fc.assert(
      fc.property(anyLimitQuery(14), anyInstantMs(2), (query, fromMs) => {
        const { chargingSchedulePeriod: periods } = compositeSchedule({ ...query, fromMs, durationSeconds });
        const different = [];
        for (let second = 0; second < durationSeconds; second += GRID_SECONDS) {
          const expected = referenceLimit(query, fromMs + second * 1000, fromMs);
          const actual = periodAt(periods, second);
          const isSame =
            Math.abs((actual?.limit ?? Number.NaN) - expected.limit) < 1e-5 &&
            actual?.numberPhases === expected.numberPhases;
          if (!isSame) different.push({ second, actual, expected });
        }
        expect(different).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("have the same limit alone at an instant as in a schedule that begins there, until it may change", () => {
    fc.assert(
      fc.property(anyLimitQuery(14), anyInstantMs(2), fc.nat(GRID_SECONDS * 1000), (query, gridMs, offsetMs) => {
        const atMs = gridMs + offsetMs; // any second, and any fraction of one
        const { limit, numberPhases, untilMs } = limitAt({ ...query, atMs });
        const [first, second] = compositeSchedule({ ...query, fromMs: atMs, durationSeconds }).chargingSchedulePeriod;
        expect(first).toEqual({ startPeriod: 0, limit, ...(numberPhases === undefined ? {} : { numberPhases }) });
        const startMs = Math.floor(atMs / 1000) * 1000;
        expect(untilMs).toBeGreaterThan(atMs);
        if (second) expect(startMs + second.startPeriod * 1000).toBeGreaterThanOrEqual(untilMs);
      }),
      { numRuns: 200 },
    );
  });

  test("have a schedule without a period that changes nothing", () => {
    fc.assert(
      fc.property(anyLimitQuery(14), anyInstantMs(2), (query, fromMs) => {
        const { chargingSchedulePeriod: periods } = compositeSchedule({ ...query, fromMs, durationSeconds });
        expect(periods[0]?.startPeriod).toBe(0);
        for (const [index, period] of periods.entries()) {
          const next = periods[index + 1];
          if (!next) continue;
          expect(next.startPeriod).toBeGreaterThan(period.startPeriod);
          expect([next.limit, next.numberPhases]).not.toEqual([period.limit, period.numberPhases]);
        }
      }),
    );
  });

  test("have the same limits as connector and as station, where there is one connector", () => {
    fc.assert(
      fc.property(anyLimitQuery(14), anyInstantMs(2), ({ station, ...query }, fromMs) => {
        const single = { ...query, station: { ...station, connectorCount: 1 }, fromMs, durationSeconds };
        expect(compositeSchedule({ ...single, connectorId: 0 })).toEqual(
          compositeSchedule({ ...single, connectorId: 1 }),
        );
      }),
    );
  });

  test("each run where going through its recurrences and periods finds one", () => {
    fc.assert(
      fc.property(anyLimitQuery(1), anyInstantMs(2), (query, fromMs) => {
        const [only] = query.installed;
        if (only?.profile.chargingProfilePurpose !== "TxDefaultProfile") return;
        const untilMs = fromMs + durationSeconds * 1000;
        const intervals = expandProfile({ profile: only.profile, fromMs, untilMs });
        const alone = {
          ...query,
          installed: [{ ...only, connectorId: 1 }],
          station: { ...query.station, transactions: [], defaultLimitA: -1, defaultLimitW: -1 },
          connectorId: 1,
          unit: only.profile.chargingSchedule.chargingRateUnit,
        };
        for (let atMs = fromMs; atMs < untilMs; atMs += GRID_SECONDS * 1000) {
          const interval = intervals.find((candidate) => candidate.fromMs <= atMs && atMs < candidate.untilMs);
          expect(interval?.period.limit ?? -1).toBe(referenceLimit(alone, atMs, fromMs).limit);
        }
      }),
    );
  });
});
