import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currencyExponent, toMinorUnits } from "./currency-exponent.ts";
import { divideRounded, formatDecimal, parseDecimal, roundDecimal } from "./decimal.ts";

describe("parseDecimal", () => {
  test.each([
    [0.1, 100_000n],
    ["0.1", 100_000n],
    [0.3045, 304_500n],
    [0.1 + 0.2, 300_000n],
    [123_456_789.123456, 123_456_789_123_456n],
    [1e-6, 1n],
    [1.5e3, 1_500_000_000n],
    ["-2.50", -2_500_000n],
    ["1.", 1_000_000n],
    ["2.5000000000", 2_500_000n],
    [-0, 0n],
  ])("reads %s exactly", (value, micros) => expect(parseDecimal(value, 6)).toBe(micros));

  test.each(["", " ", "1,5", "abc", "0x10", "--1", ".", "1e", "1e999", Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses %s",
    (value) => expect(() => parseDecimal(value, 6)).toThrow(/not a decimal/),
  );

  test("refuses decimals it would lose", () =>
    expect(() => parseDecimal("0.0000001", 6)).toThrow(/at most 6 decimals/));

  test("formatDecimal is its inverse", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n) + 1n, max: 10n ** 30n - 1n }),
        (value) => parseDecimal(formatDecimal(value, 6), 6) === value,
      ),
    );
  });
});

test("roundDecimal rounds further decimals half away from zero", () => {
  expect(roundDecimal("0.0000005", 6)).toBe(1n);
  expect(roundDecimal("-0.0000005", 6)).toBe(-1n);
  expect(roundDecimal(12.300000000000001, 6)).toBe(12_300_000n);
});

test("divideRounded rounds half away from zero", () => {
  expect([5n, -5n, 4n, -4n, 15n].map((value) => divideRounded(value, 10n))).toEqual([1n, -1n, 0n, 0n, 2n]);
});

test("minor units follow the currency (ISO 4217)", () => {
  expect(toMinorUnits(1_235_000n, currencyExponent("EUR"))).toBe(124n);
  expect(toMinorUnits(1_500_000n, currencyExponent("JPY"))).toBe(2n);
  expect(toMinorUnits(1_234_500n, currencyExponent("KWD"))).toBe(1_235n);
  expect(() => currencyExponent("eur")).toThrow(/not a currency/);
});
