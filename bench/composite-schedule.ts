/**
 * npm run bench:schedule: how long a composite schedule takes, beside the reference of the tests, which goes through all profiles
 * minute by minute (second by second would take 60 times as long). Both must say the same; else it fails.
 */
import { parseArgs } from "node:util";
import type { ChargingProfile, InstalledProfile } from "../server/smart-charging/charging-profile.ts";
import { type CompositeQuery, compositeSchedule } from "../server/smart-charging/composite-schedule.ts";
import { limitAt } from "../server/smart-charging/limit-at.ts";
import { chargingProfile, chargingStation } from "../server/testing/charging-profiles.ts";
import { referenceLimit } from "../server/testing/reference-limit.ts";
import { quantile } from "./quantile.ts";

const FROM_MS = Date.parse("2026-02-02T00:00:00Z");
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
const PURPOSES = ["TxDefaultProfile", "ChargePointMaxProfile", "TxProfile"] as const;
const KINDS = [
  { chargingProfileKind: "Recurring", recurrencyKind: "Daily" },
  { chargingProfileKind: "Absolute" },
  { chargingProfileKind: "Recurring", recurrencyKind: "Weekly" },
] as const satisfies readonly Partial<ChargingProfile>[];

const instant = (second: number): string => new Date(FROM_MS + second * 1000).toISOString();

/** Short profiles above longer ones, of all purposes and kinds, on whole minutes: one of the hardest stacks for a sweep. */
function stackOf(count: number): InstalledProfile[] {
  return Array.from({ length: count }, (_, index) => {
    const purpose = PURPOSES[index % PURPOSES.length] ?? "TxDefaultProfile";
    const start = ((index * 7919) % (24 * 60)) * MINUTE - 3 * DAY + (index % 7) * DAY;
    const length = HOUR + ((index * 104_729) % 180) * MINUTE;
    const profile = chargingProfile({
      ...KINDS[Math.floor(index / PURPOSES.length) % KINDS.length],
      chargingProfileId: index + 1,
      chargingProfilePurpose: purpose,
      stackLevel: index,
      startSchedule: instant(start),
      duration: length,
      validTo: index % 5 === 0 ? instant(5 * DAY) : undefined,
      chargingRateUnit: index % 2 === 0 ? "A" : "W",
      chargingSchedulePeriod: [0, 1, 2, 3].map((step) => ({
        startPeriod: step * Math.floor(length / 4 / MINUTE) * MINUTE,
        limit: (6 + ((index + step * 5) % 26)) * (index % 2 === 0 ? 1 : 690),
        numberPhases: index % 4 === 0 ? 1 : undefined,
      })),
    });
    return { connectorId: purpose === "ChargePointMaxProfile" ? 0 : 1 + (index % 2), profile };
  });
}

function time(work: () => unknown, rounds: number): { readonly middleMs: number; readonly mostlyMs: number } {
  const samples = Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  });
  return { middleMs: quantile(samples, 0.5), mostlyMs: quantile(samples, 0.9) };
}

function check(query: CompositeQuery): void {
  const { chargingSchedulePeriod: periods } = compositeSchedule(query);
  for (let second = 0; second < query.durationSeconds; second += MINUTE) {
    const expected = referenceLimit(query, query.fromMs + second * 1000, query.fromMs);
    const actual = periods.findLast(({ startPeriod }) => startPeriod <= second);
    if (Math.abs((actual?.limit ?? Number.NaN) - expected.limit) < 1e-5) continue;
    throw new Error(`after ${second} s: ${actual?.limit} for ${expected.limit}`);
  }
}

function measure(count: number, days: number, connectorId: number, rounds: number) {
  const transactions = [1, 2].map((id) => ({ connectorId: id, id, startedAtMs: FROM_MS - HOUR * 1000 }));
  const query: CompositeQuery = {
    station: chargingStation({ transactions }),
    installed: stackOf(count),
    connectorId,
    unit: "A",
    fromMs: FROM_MS,
    durationSeconds: days * DAY,
  };
  check(query);
  const fast = time(() => compositeSchedule(query), rounds);
  const slow = time(() => {
    for (let second = 0; second < query.durationSeconds; second += MINUTE) {
      referenceLimit(query, FROM_MS + second * 1000, FROM_MS);
    }
  }, 1);
  const alone = time(() => limitAt({ ...query, atMs: FROM_MS }), rounds);
  return {
    profiles: count,
    days,
    connector: connectorId,
    periods: compositeSchedule(query).chargingSchedulePeriod.length,
    "middle ms": fast.middleMs.toFixed(3),
    "90 % ms": fast.mostlyMs.toFixed(3),
    "one instant ms": alone.middleMs.toFixed(3),
    "reference ms": slow.middleMs.toFixed(0),
    "times as long": Math.round(slow.middleMs / fast.middleMs),
  };
}

const { values } = parseArgs({ options: { rounds: { type: "string", default: "2000" } } });
const rounds = Number(values.rounds);
measure(60, 1, 0, rounds); // warms up what is measured
console.table(
  [
    [10, 1, 1],
    [10, 7, 1],
    [60, 7, 1],
    [60, 7, 0],
    [200, 7, 1],
    [200, 7, 0],
  ].map(([count = 0, days = 0, connectorId = 0]) => measure(count, days, connectorId, rounds)),
);
