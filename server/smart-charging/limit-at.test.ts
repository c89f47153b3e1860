import { describe, expect, test } from "vitest";
import { chargingProfile, chargingStation } from "../testing/charging-profiles.ts";
import type { ChargingProfile, ChargingRateUnit, InstalledProfile } from "./charging-profile.ts";
import { limitAt } from "./limit-at.ts";
import type { LimitUntil } from "./limit-sweep.ts";

const SIX = Date.parse("2026-02-02T06:00:00Z");
const HOUR_MS = 3_600_000;
const on = (connectorId: number, profile: ChargingProfile): InstalledProfile => ({ connectorId, profile });
const amps = (limit: number, numberPhases?: number) => [{ startPeriod: 0, limit, numberPhases }];

type Where = { connectorId?: number; atMs?: number; unit?: ChargingRateUnit; station?: typeof charging };
const limit = (installed: readonly InstalledProfile[], where: Where = {}): LimitUntil =>
  limitAt({ connectorId: 1, atMs: SIX, unit: "A", station: chargingStation(), installed, ...where });
const charging = chargingStation({ transactions: [{ connectorId: 1, id: 7, startedAtMs: SIX }] });

describe("the limit", () => {
  test("is the station's own where no profile says anything", () => {
    expect(limit([])).toEqual({ limit: 32, numberPhases: undefined, untilMs: Number.POSITIVE_INFINITY });
    expect(limit([], { unit: "W", connectorId: 0 }).limit).toBe(44_160);
  });

  test("of a connector's own default replaces the one for all of the same level, even before it is valid (3.13.2)", () => {
    const shared = on(0, chargingProfile({ chargingSchedulePeriod: amps(10) }));
    const own = on(1, chargingProfile({ chargingSchedulePeriod: amps(20), validFrom: "2026-02-02T07:00:00Z" }));
    expect(limit([shared, own])).toMatchObject({ limit: 32, untilMs: SIX + HOUR_MS });
    expect(limit([shared, own], { atMs: SIX + HOUR_MS }).limit).toBe(20);
    expect(limit([shared, own], { connectorId: 2 }).limit).toBe(10);
  });

  test("of a default for all with a higher level is above a connector's own (3.13.2)", () => {
    const shared = on(0, chargingProfile({ stackLevel: 1, chargingSchedulePeriod: amps(10) }));
    const own = on(1, chargingProfile({ chargingSchedulePeriod: amps(20) }));
    expect(limit([shared, own]).limit).toBe(10);
  });

  test("of a transaction's profile overrules defaults of any level, for that transaction alone (3.13.1)", () => {
    const standard = on(0, chargingProfile({ stackLevel: 9, chargingSchedulePeriod: amps(10) }));
    const specific = (transactionId?: number) =>
      on(
        1,
        chargingProfile({
          chargingProfilePurpose: "TxProfile",
          transactionId,
          startSchedule: "2026-02-01T00:00:00Z",
          chargingSchedulePeriod: amps(20),
        }),
      );
    expect(limit([standard, specific()], { station: charging }).limit).toBe(20);
    expect(limit([standard, specific(7)], { station: charging }).limit).toBe(20);
    expect(limit([standard, specific(8)], { station: charging }).limit).toBe(10);
    expect(limit([standard, specific()]).limit).toBe(10);
    const before = limit([standard, specific()], { station: charging, atMs: SIX - HOUR_MS });
    expect(before).toMatchObject({ limit: 32, untilMs: SIX }); // the default is relative to a start that is yet to come
  });

  test("of the whole station is for all connectors together (3.13.3)", () => {
    const whole = on(
      0,
      chargingProfile({
        chargingProfilePurpose: "ChargePointMaxProfile",
        startSchedule: "2026-01-01T00:00:00Z",
        chargingSchedulePeriod: amps(40),
      }),
    );
    expect(limit([whole], { connectorId: 0 }).limit).toBe(40);
    expect(limit([whole]).limit).toBe(32);
  });

  test("in watts goes by the phases that all leave, three when none names any (7.12, 7.14)", () => {
    const whole = on(
      0,
      chargingProfile({
        chargingProfilePurpose: "ChargePointMaxProfile",
        startSchedule: "2026-01-01T00:00:00Z",
        chargingSchedulePeriod: amps(16, 1),
      }),
    );
    const own = on(1, chargingProfile({ chargingSchedulePeriod: amps(10) }));
    expect(limit([own], { unit: "W" })).toMatchObject({ limit: 6900, numberPhases: undefined });
    expect(limit([own, whole], { unit: "W" })).toMatchObject({ limit: 2300, numberPhases: 1 });
  });
});

describe("a schedule", () => {
  test("counts whole seconds: fractions of its instants are dropped", () => {
    const short = on(1, chargingProfile({ startSchedule: "2026-02-02T06:00:00.900Z", duration: 1 }));
    expect(limit([short], { atMs: SIX }).limit).toBe(16);
    expect(limit([short], { atMs: SIX + 999 }).limit).toBe(16);
    expect(limit([short], { atMs: SIX + 1000 }).limit).toBe(32);
    const specific = chargingProfile({ chargingProfilePurpose: "TxProfile", startSchedule: "2026-02-01T00:00:00Z" });
    const station = chargingStation({ transactions: [{ connectorId: 1, id: 7, startedAtMs: SIX + 1500 }] });
    expect(limit([on(1, specific)], { station })).toMatchObject({ limit: 32, untilMs: SIX + 1000 });
  });

  test("recurs every 24 hours of UTC, whatever clocks do where it was written", () => {
    const daily = on(
      1,
      chargingProfile({
        chargingProfileKind: "Recurring",
        recurrencyKind: "Daily",
        startSchedule: "2026-03-01T07:00:00+01:00",
        duration: 3600,
      }),
    );
    const summer = Date.parse("2026-07-01T06:00:00Z"); // 08:00 in Berlin by then
    expect(limit([daily], { atMs: summer - 1000 }).limit).toBe(32);
    expect(limit([daily], { atMs: summer })).toMatchObject({ limit: 16, untilMs: summer + HOUR_MS });
  });

  test("of a week ends with its period, not with the next day", () => {
    const weekly = on(
      1,
      chargingProfile({
        chargingProfileKind: "Recurring",
        recurrencyKind: "Weekly",
        startSchedule: "2026-02-02T06:00:00Z",
        duration: 30 * 3600,
      }),
    );
    expect(limit([weekly], { atMs: SIX + 14 * 24 * HOUR_MS })).toMatchObject({
      limit: 16,
      untilMs: SIX + (14 * 24 + 30) * HOUR_MS,
    });
    expect(limit([weekly], { atMs: SIX + 3 * 24 * HOUR_MS })).toMatchObject({
      limit: 32,
      untilMs: SIX + 7 * 24 * HOUR_MS,
    });
  });

  test("without a start begins with the charging, absolute or not (7.13)", () => {
    const steps = [
      { startPeriod: 0, limit: 10 },
      { startPeriod: 3600, limit: 6 },
    ];
    const absolute = on(1, chargingProfile({ chargingProfileKind: "Absolute", chargingSchedulePeriod: steps }));
    expect(limit([absolute], { station: charging, atMs: SIX + HOUR_MS }).limit).toBe(6);
    expect(limit([absolute], { atMs: SIX + HOUR_MS }).limit).toBe(10);
  });
});
