import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { needsReview, sessionEnergy } from "./energy.ts";
import type { MeteredSession, RegisterPoint } from "./register-series.ts";

const MINUTE = 60_000;
const wh = (value: number): bigint => BigInt(Math.round(value * 1000));
const at = (minute: number, registerWh: number, powerW?: number): RegisterPoint => ({
  atMs: minute * MINUTE,
  registerMwh: wh(registerWh),
  powerW,
});
const stop = (minute: number, registerWh?: number) => ({
  atMs: minute * MINUTE,
  registerMwh: registerWh === undefined ? undefined : wh(registerWh),
});
const session = (
  startWh: number | undefined,
  readings: RegisterPoint[],
  end?: MeteredSession["stop"],
): MeteredSession => ({
  startedAtMs: 0,
  startRegisterMwh: startWh === undefined ? undefined : wh(startWh),
  readings,
  stop: end,
});

describe("energy is the sum of the register's rises", () => {
  test.each<[string, MeteredSession, number, string[]]>([
    ["start and stop alone", session(1000, [], stop(60, 6000)), 5000, []],
    ["with readings between", session(1000, [at(10, 2000), at(20, 3000)], stop(60, 6000)), 5000, []],
    [
      "a reset starts a new base",
      session(1000, [at(10, 2000), at(20, 100)], stop(60, 900)),
      1800,
      ["stopBelowStart", "registerFell"],
    ],
    ["late readings are put in order", session(0, [at(20, 2000), at(10, 1000)], stop(30, 3000)), 3000, []],
    ["readings after the stop do not count", session(0, [at(40, 9000)], stop(30, 3000)), 3000, []],
    ["readings before the start do not count", session(1000, [at(-5, 10)], stop(30, 3000)), 2000, []],
    ["a missing stop", session(1000, [at(10, 2500)]), 1500, ["stopMissing"]],
    ["a stop of -1", session(1000, [at(10, 2500)], { atMs: 20 * MINUTE, registerMwh: -1000n }), 1500, ["stopMissing"]],
    ["a stop of 0", session(1000, [at(10, 2500)], stop(20, 0)), 1500, ["stopBelowStart", "registerFell"]],
    [
      "a stop below the start without readings",
      session(1000, [], stop(20, 900)),
      0,
      ["stopBelowStart", "registerFell"],
    ],
    ["a stop that no meter shows", session(1000, [at(10, 2500)], stop(20, 10 ** 13)), 1500, ["stopMissing"]],
    ["a missing start", session(undefined, [at(10, 2000)], stop(20, 2500)), 500, ["startMissing"]],
    ["nothing at all", session(undefined, []), 0, ["startMissing", "stopMissing"]],
    ["a stop earlier than the start", session(1000, [at(10, 2000)], stop(-5, 2500)), 1500, ["stopBeforeStart"]],
    [
      "readings have decimals, start and stop are cut to whole Wh",
      session(1000, [at(0, 1000.7), at(30, 6000.9), at(60, 11000.4), at(60, 11000.9)], stop(60, 11000)),
      10_000,
      [],
    ],
    ["or rounded", session(1000, [at(0, 999.6), at(1, 999.8), at(60, 11000.6)], stop(60, 11001)), 10_001, []],
    ["from zero each time", session(0, [at(30, 5000.6), at(60, 10000.6)], stop(60, 10000)), 10_000, []],
    ["a whole Wh is a fall", session(0, [at(30, 6001)], stop(60, 6000)), 6001, ["registerFell"]],
    [
      "a sum that lacks a phase is no reset",
      session(
        300,
        [
          { ...at(1, 330), phases: 3 },
          { ...at(2, 110), phases: 1 },
          { ...at(3, 360), phases: 3 },
        ],
        stop(4, 390),
      ),
      90,
      ["phaseMissing"],
    ],
  ])("%s", (_, input, energyWh, flags) => {
    const energy = sessionEnergy(input);
    expect(energy).toEqual({ energyMwh: wh(energyWh), flags });
  });
});

describe("wrong units and impossible energies are flagged with a proposal", () => {
  const limits = { maxPowerW: 22_000 };

  test("kWh labelled Wh: the measured power tells", () => {
    const energy = sessionEnergy(
      session(100, [at(0, 100, 11_000), at(30, 105, 11_000), at(60, 111, 11_000)], stop(60, 111)),
      limits,
    );
    expect(energy).toEqual({ energyMwh: wh(11), flags: ["unitSuspect"], proposedMwh: wh(11_000) });
  });
  test("Wh labelled kWh: more than the connector can deliver", () => {
    const energy = sessionEnergy(session(0, [], stop(60, 11_000_000)), limits);
    expect(energy).toEqual({ energyMwh: wh(11_000_000), flags: ["unitSuspect"], proposedMwh: wh(11_000) });
  });
  test("samples in another unit than start and stop", () => {
    const energy = sessionEnergy(session(1_234_000, [at(10, 1236), at(50, 1243)], stop(60, 1_244_000)), limits);
    expect(energy.flags).toEqual(["registerFell", "implausible"]);
    expect(energy.proposedMwh).toBe(wh(10_000));
  });
  test("a single zero between good readings", () => {
    const energy = sessionEnergy(
      session(20_000_000, [at(10, 20_001_000), at(11, 0), at(12, 20_002_000)], stop(20, 20_003_000)),
      limits,
    );
    expect(energy.proposedMwh).toBe(wh(3000));
    expect(needsReview(energy)).toBe(true);
  });
  test("a reading out of order: a fall that stays above the start is no reset", () => {
    const energy = sessionEnergy(session(1000, [at(10, 2500), at(20, 2200), at(30, 3000)], stop(40, 3200)), limits);
    expect(energy).toEqual({ energyMwh: wh(2500), flags: ["registerDipped"], proposedMwh: wh(2200) });
    expect(needsReview(energy)).toBe(true);
    // From zero a reset meter can stand nowhere lower: nobody can tell.
    expect(sessionEnergy(session(0, [at(10, 2500), at(20, 0)], stop(40, 900)), limits).flags).toEqual(["registerFell"]);
  });
  test("impossible beyond any explanation has no proposal", () => {
    const energy = sessionEnergy(session(0, [], stop(1, 2_000_000_000)), limits);
    expect(energy).toEqual({ energyMwh: wh(2_000_000_000), flags: ["implausible"] });
  });
  test("a register that stands still while power flows", () => {
    expect(sessionEnergy(session(5, [at(0, 5, 7000), at(60, 5, 7000)], stop(60, 5))).flags).toEqual([
      "powerWithoutEnergy",
    ]);
  });
  test("honest sessions are left alone", () => {
    const energy = sessionEnergy(
      session(0, [at(0, 0, 11_000), at(30, 5480, 10_950), at(60, 10_960, 11_000)], stop(60, 10_960)),
      limits,
    );
    expect(energy).toEqual({ energyMwh: wh(10_960), flags: [] });
    expect(needsReview(energy)).toBe(false);
  });
});

const point = fc.record({
  atMs: fc.integer({ min: -5, max: 30 }).map((minute) => minute * MINUTE),
  registerMwh: fc.bigInt({ min: -1n, max: 60_000_000n }),
  phases: fc.constantFrom(undefined, 0, 1, 3),
  powerW: fc.option(fc.integer({ min: 0, max: 22_000 }), { nil: undefined }),
});
const register = fc.option(fc.bigInt({ min: -1n, max: 60_000_000n }), { nil: undefined });
const anyStop = fc.option(
  fc.record({ atMs: fc.integer({ min: -5, max: 40 }).map((m) => m * MINUTE), registerMwh: register }),
  {
    nil: undefined,
  },
);

test("energy is never negative, and a rising register's energy is its difference", () => {
  fc.assert(
    fc.property(fc.array(point), register, anyStop, (readings, startRegisterMwh, end) => {
      const energy = sessionEnergy({ startedAtMs: 0, startRegisterMwh, readings, stop: end });
      expect(energy.energyMwh >= 0n && (energy.proposedMwh ?? 0n) >= 0n).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { minLength: 1 }), (rises) => {
      let registerMwh = 7n;
      const readings = rises.map((rise, index) => {
        registerMwh += rise;
        return { atMs: index * MINUTE, registerMwh };
      });
      const total = rises.reduce((sum, rise) => sum + rise, 0n);
      expect(sessionEnergy({ startedAtMs: 0, startRegisterMwh: 7n, readings }).energyMwh).toBe(total);
    }),
  );
});
