import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChargingPeriod, chargingPeriods, scalePeriods } from "./charging-periods.ts";
import { sessionEnergy } from "./energy.ts";
import { MOST_SESSION_MWH, type RegisterPoint } from "./register-series.ts";

const MINUTE = 60_000;
const at = (minute: number, registerWh: number, extra: Partial<RegisterPoint> = {}): RegisterPoint => ({
  atMs: minute * MINUTE,
  registerMwh: BigInt(registerWh) * 1000n,
  ...extra,
});
const status = (minute: number, name: string) => ({ atMs: minute * MINUTE, status: name });
/** [from minute, to minute, Wh, kind] */
const brief = (periods: readonly ChargingPeriod[]) =>
  periods.map((p) => [p.startedAtMs / MINUTE, p.endedAtMs / MINUTE, Number(p.energyMwh) / 1000, p.kind]);
const session = (readings: RegisterPoint[], stopMinute: number, stopWh: number) => ({
  startedAtMs: 0,
  startRegisterMwh: 0n,
  readings,
  stop: { atMs: stopMinute * MINUTE, registerMwh: BigInt(stopWh) * 1000n },
});

describe("a session is cut", () => {
  test("at every reading, with mean power and the reported current", () => {
    const periods = chargingPeriods({
      session: session([at(15, 2750, { currentMa: 16_000 })], 30, 5500),
      statuses: [],
    });
    expect(periods).toEqual([
      {
        startedAtMs: 0,
        endedAtMs: 15 * MINUTE,
        energyMwh: 2_750_000n,
        kind: "charging",
        powerW: 11_000,
        currentMa: 16_000,
      },
      { startedAtMs: 15 * MINUTE, endedAtMs: 30 * MINUTE, energyMwh: 2_750_000n, kind: "charging", powerW: 11_000 },
    ]);
  });
  test("where the car pauses: energy belongs to the time before", () => {
    const statuses = [status(0, "Charging"), status(10, "SuspendedEV")];
    expect(brief(chargingPeriods({ session: session([at(20, 3000)], 60, 3000), statuses }))).toEqual([
      [0, 10, 3000, "charging"],
      [10, 60, 0, "parking"],
    ]);
  });
  test("a state from before the start holds until the next", () => {
    const statuses = [status(-5, "SuspendedEVSE"), status(10, "Charging"), status(20, "Finishing")];
    expect(brief(chargingPeriods({ session: session([], 30, 1000), statuses }))).toEqual([
      [0, 10, 0, "parking"],
      [10, 20, 1000, "charging"],
      [20, 30, 0, "parking"],
    ]);
  });
  test("without a status, where the register stands still long enough", () => {
    const readings = [at(10, 2000), at(12, 2000), at(14, 2000), at(16, 2000), at(18, 2400), at(20, 2400)];
    expect(brief(chargingPeriods({ session: session(readings, 20, 2400), statuses: [] }))).toEqual([
      [0, 10, 2000, "charging"],
      [10, 16, 0, "parking"],
      [16, 18, 400, "charging"],
      [18, 20, 0, "charging"],
    ]);
  });
  test("a coarse register that stands still while power flows is no parking", () => {
    const readings = [at(10, 0, { powerW: 1400 }), at(20, 1000, { powerW: 1400 })];
    expect(brief(chargingPeriods({ session: session(readings, 20, 1000), statuses: [] }))).toEqual([
      [0, 10, 0, "charging"],
      [10, 20, 1000, "charging"],
    ]);
  });
  test("standby energy of a paused car stays parking, real energy does not", () => {
    const statuses = [status(0, "SuspendedEV")];
    expect(brief(chargingPeriods({ session: session([at(60, 50)], 120, 5050), statuses }))).toEqual([
      [0, 60, 50, "parking"],
      [60, 120, 5000, "charging"],
    ]);
  });
  test("time after the last reading is not called parking while nothing says so", () => {
    const open = { startedAtMs: 0, startRegisterMwh: 0n, readings: [at(10, 1000)] };
    expect(brief(chargingPeriods({ session: open, statuses: [], untilMs: 60 * MINUTE }))).toEqual([
      [0, 10, 1000, "charging"],
      [10, 60, 0, "charging"],
    ]);
  });
  test("what a reading shows beyond the whole Wh of the stop is no energy of its time", () => {
    const readings = [{ ...at(30, 3000), registerMwh: 3_000_900n }];
    expect(
      brief(chargingPeriods({ session: session(readings, 60, 3000), statuses: [status(30, "SuspendedEV")] })),
    ).toEqual([
      [0, 30, 3000, "charging"],
      [30, 60, 0, "parking"],
    ]);
  });
  test("a session of no length keeps its energy", () => {
    expect(brief(chargingPeriods({ session: session([], 0, 700), statuses: [] }))).toEqual([[0, 0, 700, "charging"]]);
  });
});

const minutes = (min: number, max: number) => fc.integer({ min, max }).map((minute) => minute * MINUTE);
const register = fc.oneof(fc.bigInt({ min: -1n, max: 60_000_000n }), fc.bigInt({ min: 4_999_000n, max: 5_001_000n }));
const anySession = fc.record({
  startedAtMs: fc.constant(0),
  startRegisterMwh: fc.option(register, { nil: undefined }),
  readings: fc.array(
    fc.record({
      atMs: minutes(-5, 60),
      registerMwh: fc.oneof(register, fc.constant(5_000_000n)),
      phases: fc.constantFrom(undefined, 1, 3),
      powerW: fc.constantFrom(undefined, 0, 7000),
      currentMa: fc.constantFrom(undefined, 16_000),
    }),
    { maxLength: 20 },
  ),
  stop: fc.option(fc.record({ atMs: minutes(-5, 70), registerMwh: fc.option(register, { nil: undefined }) }), {
    nil: undefined,
  }),
});
const anyStatuses = fc.array(
  fc.record({ atMs: minutes(-5, 70), status: fc.constantFrom("Charging", "SuspendedEV", "Finishing", "Nonsense") }),
);

test("a plug that flaps without end cuts a session a thousand times between two readings, and no more", () => {
  const statuses = Array.from({ length: 5_000 }, (_, index) => ({
    atMs: index * 10,
    status: index % 2 === 0 ? "Charging" : "SuspendedEV",
  }));
  const flapping = { ...session([at(1, 100), at(2, 200)], 3, 300), startRegisterMwh: 0n };
  const periods = chargingPeriods({ session: flapping, statuses });
  expect(periods).toHaveLength(1_003);
  expect(periods.reduce((sum, { energyMwh }) => sum + energyMwh, 0n)).toBe(300_000n);
  expect(periods.at(-1)?.kind).toBe("charging"); // energy flows, whatever the plug said last
});

test("periods cover the session exactly, and their energies sum to the session's", () => {
  fc.assert(
    fc.property(anySession, anyStatuses, (metered, statuses) => {
      const periods = chargingPeriods({ session: metered, statuses, untilMs: 65 * MINUTE });
      const { stop } = metered;
      const endedAtMs = stop && stop.atMs >= 0 ? stop.atMs : 65 * MINUTE;
      expect(periods[0]?.startedAtMs).toBe(0);
      expect(periods.at(-1)?.endedAtMs).toBe(endedAtMs);
      for (const [index, period] of periods.entries()) {
        expect(period.energyMwh >= 0n).toBe(true);
        if (index > 0) expect(period.startedAtMs).toBe(periods[index - 1]?.endedAtMs);
        if (periods.length > 1) expect(period.endedAtMs).toBeGreaterThan(period.startedAtMs);
      }
      const sum = periods.reduce((total, period) => total + period.energyMwh, 0n);
      expect(sum).toBe(sessionEnergy(metered).energyMwh);
      expect(chargingPeriods({ session: metered, statuses, untilMs: 65 * MINUTE })).toEqual(periods);
    }),
    { numRuns: 500 },
  );
});

test("a corrected total is shared out exactly", () => {
  fc.assert(
    fc.property(anySession, anyStatuses, fc.bigInt({ min: 0n, max: 10n ** 9n }), (metered, statuses, totalMwh) => {
      const periods = scalePeriods(chargingPeriods({ session: metered, statuses }), totalMwh);
      expect(periods.reduce((total, period) => total + period.energyMwh, 0n)).toBe(totalMwh);
      expect(periods.every((period) => period.energyMwh >= 0n)).toBe(true);
    }),
  );
});

test("a register that rises and falls without end is cut to what a session can come to, in its periods as well", () => {
  const readings = Array.from({ length: 20_000 }, (_, minute) => at(minute, minute % 2 === 0 ? 0 : 10 ** 12));
  const broken = session(readings, 20_000, 0);
  const { energyMwh, flags } = sessionEnergy(broken);
  expect(energyMwh).toBe(MOST_SESSION_MWH);
  expect(flags).toContain("capped");
  const periods = chargingPeriods({ session: broken, statuses: [] });
  expect(periods.reduce((sum, period) => sum + period.energyMwh, 0n)).toBe(energyMwh);
  expect(sessionEnergy(session([], 60, 5000)).flags).not.toContain("capped");
});
