import fc from "fast-check";
import type { ChargingProfile, InstalledProfile } from "../smart-charging/charging-profile.ts";
import type { ChargingStation } from "../smart-charging/charging-station.ts";

/** Every instant and duration is a multiple of this, so that looking at each multiple is looking at each second. */
export const GRID_SECONDS = 1200;
/** A Saturday before midnight: days, weeks and a month end near it. */
export const BASE_MS = Date.parse("2026-01-31T22:00:00Z");

const DAY_STEPS = 86_400 / GRID_SECONDS;
const CONNECTORS = 2;

/** @param days How far from the base at most, in both directions. */
export const anyInstantMs = (days: number): fc.Arbitrary<number> =>
  fc.integer({ min: -days * DAY_STEPS, max: days * DAY_STEPS }).map((step) => BASE_MS + step * GRID_SECONDS * 1000);
const anyInstant = (days: number): fc.Arbitrary<string> =>
  anyInstantMs(days).map((atMs) => new Date(atMs).toISOString());
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const anySeconds = (maxSteps: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: maxSteps }).map((steps) => steps * GRID_SECONDS);

const anyUnit = fc.constantFrom("A" as const, "W" as const);
const anyPhases = sometimes(fc.integer({ min: 1, max: 3 }));

const anySchedule = fc
  .record({
    duration: sometimes(anySeconds(2 * DAY_STEPS)),
    startSchedule: anyInstant(9),
    chargingRateUnit: anyUnit,
    gaps: fc.array(anySeconds(DAY_STEPS), { maxLength: 3 }),
    rates: fc.array(fc.record({ tenths: fc.integer({ min: 0, max: 640 }), numberPhases: anyPhases }), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ gaps, rates, ...schedule }) => {
    let startPeriod = 0;
    const starts = [0, ...gaps.map((gap) => (startPeriod += gap))];
    const toRate = (tenths: number): number => (schedule.chargingRateUnit === "A" ? tenths / 10 : tenths * 40);
    return {
      ...schedule,
      chargingSchedulePeriod: starts.map((start, index) => ({
        startPeriod: start,
        limit: toRate(rates[index]?.tenths ?? 0),
        numberPhases: rates[index]?.numberPhases,
      })),
    };
  });

const KINDS = [
  { chargingProfileKind: "Absolute" },
  { chargingProfileKind: "Relative" },
  { chargingProfileKind: "Recurring", recurrencyKind: "Daily" },
  { chargingProfileKind: "Recurring", recurrencyKind: "Weekly" },
] as const satisfies readonly Partial<ChargingProfile>[];

/** A profile that a station would take, on a connector where it may be; ids are not kept apart. */
export const anyInstalledProfile: fc.Arbitrary<InstalledProfile> = fc
  .record({
    purpose: fc.constantFrom("ChargePointMaxProfile" as const, "TxDefaultProfile" as const, "TxProfile" as const),
    connectorId: fc.integer({ min: 0, max: CONNECTORS }),
    kind: fc.constantFrom(...KINDS),
    stackLevel: fc.integer({ min: 0, max: 4 }),
    transactionId: sometimes(fc.constantFrom(1, 2, 99)),
    validFrom: sometimes(anyInstant(3)),
    validTo: sometimes(anyInstant(3)),
    chargingSchedule: anySchedule,
  })
  .map(({ purpose, connectorId, kind, transactionId, ...rest }) => ({
    connectorId: { ChargePointMaxProfile: 0, TxDefaultProfile: connectorId, TxProfile: connectorId || 1 }[purpose],
    profile: {
      ...rest,
      ...kind,
      chargingProfileId: 1,
      chargingProfilePurpose: purpose,
      ...(purpose === "TxProfile" ? { transactionId } : {}),
    },
  }));

/** As 3.13.2 wants it: one for each connector, purpose and stack level. */
export const anyStack = (maxLength: number): fc.Arbitrary<InstalledProfile[]> =>
  fc.uniqueArray(anyInstalledProfile, {
    maxLength,
    selector: ({ connectorId, profile }) => `${connectorId} ${profile.chargingProfilePurpose} ${profile.stackLevel}`,
  });

/** Two connectors, each with or without a transaction, the ids being the connectors'. */
export const anyStation: fc.Arbitrary<ChargingStation> = fc
  .tuple(sometimes(anyInstantMs(1)), sometimes(anyInstantMs(1)))
  .map((starts) => ({
    connectorCount: CONNECTORS,
    voltageV: 230,
    defaultLimitA: 48,
    defaultLimitW: 33_120,
    defaultPhases: 3,
    transactions: starts.flatMap((startedAtMs, index) =>
      startedAtMs === undefined ? [] : [{ connectorId: index + 1, id: index + 1, startedAtMs }],
    ),
  }));

export const anyLimitQuery = (maxLength: number) =>
  fc.record({
    station: anyStation,
    installed: anyStack(maxLength),
    connectorId: fc.integer({ min: 0, max: CONNECTORS }),
    unit: anyUnit,
  });
