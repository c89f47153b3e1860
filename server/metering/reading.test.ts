import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDecimal, toInteger } from "./decimal.ts";
import { highestOf, type MeterSample, parseReading } from "./reading.ts";

const energy = (value: string, extra: Partial<MeterSample> = {}): MeterSample => ({ value, ...extra });

describe("decimals are exact", () => {
  test.each([
    ["1234.567", 3, 1_234_567n],
    ["0.1", 6, 100_000n],
    ["12,5", 3, 12_500n],
    ["1e3", 3, 1_000_000n],
    ["1.5E-1", 3, 150n],
    [" 7 ", 3, 7000n],
    [".5", 3, 500n],
    ["9007199254740993.001", 3, 9_007_199_254_740_993_001n],
    ["1.0009", 3, 1000n],
    ["-2.5", 3, -2500n],
  ])("%s", (text, power, expected) => {
    const decimal = parseDecimal(text);
    expect(decimal && toInteger(decimal, power)).toBe(expected);
  });
  test.each(["", ".", "abc", "1.2.3", "NaN", "Infinity", "0x10", "1e999", "--1"])("%j is no number", (text) => {
    expect(parseDecimal(text)).toBeNull();
  });
  test("never throws, and agrees with integers", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDecimal(text)));
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (value) => {
        const decimal = parseDecimal(String(value));
        expect(decimal && toInteger(decimal, 3)).toBe(value * 1000n);
      }),
    );
  });
});

describe("the energy register", () => {
  test.each<[string, MeterSample[], bigint | undefined]>([
    ["defaults to imported energy in Wh", [energy("1234")], 1_234_000n],
    ["reads kWh exactly", [energy("1234.567891", { unit: "kWh" })], 1_234_567_891n],
    ["takes the total before the phases", [energy("300"), energy("100", { phase: "L1" })], 300_000n],
    [
      "sums the phases without a total",
      [energy("100", { phase: "L1" }), energy("110", { phase: "L2" }), energy("90", { phase: "L3" })],
      300_000n,
    ],
    ["ignores exported energy", [energy("5", { measurand: "Energy.Active.Export.Register" })], undefined],
    ["prefers the outlet", [energy("7", { location: "Inlet" }), energy("6", { location: "Outlet" })], 6000n],
    ["takes another place without one", [energy("7", { location: "Inlet" })], 7000n],
    [
      "prefers the end to the begin",
      [energy("1", { context: "Transaction.Begin" }), energy("9", { context: "Transaction.End" })],
      9000n,
    ],
    ["leaves out what is below zero", [energy("-1")], undefined],
    ["leaves out a foreign unit", [energy("1", { unit: "A" })], undefined],
  ])("%s", (_, samples, expected) => {
    expect(parseReading(samples).energyRegisterMwh).toBe(expected);
  });

  test("keeps the meter's own decimal text", () => {
    const reading = parseReading([energy("0012.600", { unit: "kWh" })]);
    expect(reading.energyEvidence).toEqual([{ value: "0012.600", unit: "kWh" }]);
    expect(reading.energyPhases).toBe(0);
  });
  test("says that phases were summed", () => {
    const reading = parseReading([energy("1", { phase: "L1" }), energy("2", { phase: "L2" })]);
    expect(reading).toMatchObject({ energyRegisterMwh: 3000n, energyPhases: 2, flags: ["summedPhases"] });
  });
});

test("one bad sample does not drop the others", () => {
  const reading = parseReading([
    energy("abc", { measurand: "Voltage" }),
    energy("11.04", { measurand: "Power.Active.Import", unit: "kW" }),
    energy("50", { measurand: "Frequency", unit: "Hz" }),
    energy("1000"),
  ]);
  expect(reading).toMatchObject({ powerW: 11_040, energyRegisterMwh: 1_000_000n, flags: ["badNumber"] });
});

test("power, current, voltage, state of charge and temperature", () => {
  const of = (measurand: string, value: string, extra: Partial<MeterSample> = {}) =>
    energy(value, { measurand, ...extra });
  const reading = parseReading([
    ...["L1", "L2", "L3"].map((phase) => of("Power.Active.Import", "3680.4", { phase, unit: "W" })),
    of("Current.Import", "16.01", { phase: "L1", unit: "A" }),
    of("Current.Import", "15.99", { phase: "L2", unit: "A" }),
    of("Current.Offered", "16", { unit: "A" }),
    of("Power.Offered", "11", { unit: "kW" }),
    of("Voltage", "230.1", { phase: "L1-N", unit: "V" }),
    of("Voltage", "400", { phase: "L1-L2", unit: "V" }),
    of("SoC", "81", { unit: "Percent" }),
    of("Temperature", "77", { unit: "Fahrenheit" }),
    of("Temperature", "300", { unit: "K" }),
  ]);
  expect(reading).toEqual({
    powerW: 11_040,
    powerOfferedW: 11_000,
    currentMa: { l1: 16_010, l2: 15_990 },
    currentOfferedMa: 16_000,
    voltageMv: { l1: 230_100 },
    socPercent: 81,
    temperatureC: 26.9,
    flags: [],
  });
  expect(highestOf(reading.currentMa)).toBe(16_010);
});

test("signed records are kept aside, whatever they are called", () => {
  const reading = parseReading([energy("OCMF|{}|{}"), energy('{"signedMeterData":""}', { format: "SignedData" })]);
  expect(reading.signedValues).toHaveLength(2);
  expect(reading.energyRegisterMwh).toBeUndefined();
});

test("a register that no meter shows is left out", () => {
  expect(parseReading([energy("9".repeat(40), { unit: "kWh" })])).toEqual({ flags: ["implausibleRegister"] });
  expect(parseReading([energy("1e9", { unit: "kWh" })]).energyRegisterMwh).toBe(10n ** 15n);
});

test("an implausible state of charge is left out", () => {
  expect(parseReading([energy("255", { measurand: "SoC" })])).toEqual({ flags: ["implausibleSoc"] });
});

test("never throws", () => {
  const text = fc.option(fc.oneof(fc.string(), fc.constantFrom("Voltage", "L1", "Wh", "kWh", "__proto__")), {
    nil: undefined,
  });
  const sample = fc.record({
    value: fc.oneof(fc.string(), fc.double().map(String)),
    ...{ measurand: text, phase: text, unit: text, context: text, format: text, location: text },
  });
  fc.assert(fc.property(fc.array(sample), (samples) => void parseReading(samples)));
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("%s is no phase", (phase) => {
  const current = { value: "16", measurand: "Current.Import", unit: "A", phase };
  expect(parseReading([energy("1500", { phase }), current])).toEqual({ flags: [] });
});
