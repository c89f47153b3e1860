import { describe, expect, it } from "vitest";
import { decimalText } from "./decimal-text.ts";
import { formatDuration } from "./duration.ts";
import { formatEnergy, formatKwh } from "./energy.ts";
import { instantFormat } from "./instant-format.ts";
import { formatMoney, formatUnitPrice } from "./money.ts";
import { formatKw, formatPower } from "./power.ts";

/** Intl separates with no-break spaces; the tests read better with plain ones. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("decimalText", () => {
  it.each([
    [12345n, 3, "12.345"],
    [5n, 3, "0.005"],
    [-5n, 2, "-0.05"],
    [7n, 0, "7"],
    [0n, 2, "0.00"],
  ])("%s at scale %i is %s", (amount, scale, text) => {
    expect(decimalText(amount, scale)).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [-5 * SECOND, "0 s"],
    [45 * SECOND, "45 s"],
    [12 * MINUTE + 59 * SECOND, "12 min"],
    [HOUR + 4 * MINUTE, "1 h 04 min"],
    [76 * HOUR, "3 d 04 h"],
  ])("%i ms is %s", (durationMs, text) => {
    expect(plain(formatDuration(durationMs))).toBe(text);
  });
  it("cuts and does not round up to a limit that is not reached", () => {
    expect(plain(formatDuration(HOUR - 1))).toBe("59 min");
  });
});

describe("energy and power", () => {
  it("follow the reader's locale and always show the same number of decimals", () => {
    expect(formatKwh(12_345n, "en")).toBe("12.35");
    expect(formatKwh(1_234_500, "de")).toBe("1.234,50");
    expect(formatKw(11_000, "nl")).toBe("11,0");
    expect(plain(formatEnergy(0n, "en"))).toBe("0.00 kWh");
    expect(plain(formatPower(22_080, "de"))).toBe("22,1 kW");
  });
  it("keep bigint energy exact beyond 2^53", () => {
    expect(formatKwh(9_007_199_254_740_993_010n, "en")).toBe("9,007,199,254,740,993.01");
  });
});

describe("money", () => {
  it("places decimals and symbol by currency and locale", () => {
    expect(plain(formatMoney(123_456n, "EUR", "de"))).toBe("1.234,56 €");
    expect(plain(formatMoney(-99n, "EUR", "en"))).toBe("-€0.99");
    expect(plain(formatMoney(1234n, "JPY", "en"))).toBe("¥1,234");
    expect(plain(formatMoney(1234n, "BHD", "en"))).toBe("BHD 1.234");
    // What a language shows without decimals has them all the same: these are 3490 forints.
    expect(plain(formatMoney(349_000n, "HUF", "en"))).toBe("HUF 3,490.00");
  });
  it("shows a price per kWh with the tenths of a cent it is quoted in", () => {
    expect(plain(formatUnitPrice(495_000n, "EUR", "de"))).toBe("0,495 €");
    expect(plain(formatUnitPrice(500_000n, "EUR", "en"))).toBe("€0.50");
  });
  it("refuses a currency that is none", () => {
    expect(() => formatMoney(1n, "euro", "en")).toThrow(RangeError);
  });
});

describe("instants", () => {
  it("have their date once another day could be meant", () => {
    const at = new Date("2026-01-01T12:00:00Z");
    const later = (ms: number) => instantFormat(at, new Date(at.getTime() + ms), "short");
    expect(later(12 * HOUR - 1)).toEqual({ timeStyle: "short" });
    expect(later(12 * HOUR)).toEqual({ dateStyle: "medium", timeStyle: "short" });
  });
});
