import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zoneOf } from "./zone-offsets.ts";

const HOUR_MS = 3_600_000;
const at = (text: string): number => Date.parse(text);

describe("zone offsets", () => {
  test.each([
    ["Europe/Berlin", "2024-03-31T00:59:59.999Z", 1],
    ["Europe/Berlin", "2024-03-31T01:00:00Z", 2],
    ["Europe/Berlin", "2024-10-27T00:59:59.999Z", 2],
    ["Europe/Berlin", "2024-10-27T01:00:00Z", 1],
    ["Asia/Kathmandu", "2024-06-01T00:00:00Z", 5.75],
    ["Australia/Lord_Howe", "2024-01-01T00:00:00Z", 11],
    ["Australia/Lord_Howe", "2024-07-01T00:00:00Z", 10.5],
    ["UTC", "2024-07-01T00:00:00Z", 0],
  ])("%s at %s is %s h", (zone, instant, hours) => {
    expect(zoneOf(zone).offsetAt(at(instant)).offsetMs).toBe(hours * HOUR_MS);
  });

  test("an answer holds until the transition", () => {
    expect(zoneOf("Europe/Berlin").offsetAt(at("2024-03-30T12:00:00Z")).untilMs).toBe(at("2024-03-31T01:00:00Z"));
  });

  test("agrees with Intl at any instant, and until it says", () => {
    const zones = ["Europe/Berlin", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia", "Asia/Tehran"];
    const askIntl = (zone: string, instantMs: number): number => {
      const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
      return at(`${format.format(instantMs).replace(" ", "T")}Z`) - Math.floor(instantMs / 1000) * 1000;
    };
    const instants = fc.integer({ min: at("1975-01-01T00:00:00Z"), max: at("2037-01-01T00:00:00Z") });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, instantMs) => {
        const { offsetMs, untilMs } = zoneOf(zone).offsetAt(instantMs);
        expect(untilMs).toBeGreaterThan(instantMs);
        expect(askIntl(zone, instantMs)).toBe(offsetMs);
        expect(askIntl(zone, untilMs - 1)).toBe(offsetMs);
      }),
    );
  });

  test("refuses an unknown zone and an instant that is none", () => {
    expect(() => zoneOf("Europe/Nowhere")).toThrow(/unknown time zone/);
    expect(() => zoneOf("UTC").offsetAt(Number.NaN)).toThrow(/out of range/);
  });
});
