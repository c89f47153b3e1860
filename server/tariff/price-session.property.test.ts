import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyTariff, optional, timeOfDay } from "../testing/any-tariff.ts";
import { referencePrice } from "../testing/reference-price.ts";
import { component, element, tariffOf } from "../testing/tariffs.ts";
import type { ChargedPeriod } from "./charged-period.ts";
import { compileTariff } from "./compile-tariff.ts";
import type { OcpiTariff } from "./ocpi-tariff.ts";
import { priceSession } from "./price-session.ts";
import { DIMENSIONS } from "./priced-session.ts";

type Element = OcpiTariff["elements"][number];
const MINUTE_MS = 60_000;
/** 6 kW: thresholds of 0.1 kWh fall on whole minutes, as the reference needs. */
const MWH_PER_MINUTE = 100_000n;

const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu");
/** Days with and without a change of the clock, so that both are common. */
const startMs = fc
  .tuple(
    fc.constantFrom("2024-03-10", "2024-03-30", "2024-05-15", "2024-10-26", "2024-11-02", "2024-12-31"),
    fc.integer({ min: 0, max: 2 * 24 * 60 }),
  )
  .map(([date, minute]) => Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS);

const stretch = fc.record({
  kind: fc.constantFrom("charging" as const, "charging" as const, "parking" as const),
  minutes: fc.integer({ min: 0, max: 90 }),
  powerW: fc.constantFrom(2_000, 3_000, 11_000, 43_000),
});
const anyPeriods: fc.Arbitrary<readonly ChargedPeriod[]> = fc
  .tuple(startMs, fc.integer({ min: 0, max: 40 }), fc.array(stretch, { minLength: 1, maxLength: 5 }))
  .map(([fromMs, reservedMinutes, stretches]) => {
    const reserved =
      reservedMinutes > 20 ? [{ kind: "reservation" as const, minutes: reservedMinutes, powerW: 0 }] : [];
    let cursorMs = fromMs;
    return [...reserved, ...stretches].map(({ kind, minutes, powerW }) => {
      const startedAtMs = cursorMs;
      cursorMs += minutes * MINUTE_MS;
      const energyMwh = kind === "charging" ? MWH_PER_MINUTE * BigInt(minutes) : 0n;
      return { startedAtMs, endedAtMs: cursorMs, energyMwh, kind, ...(kind === "charging" ? { powerW } : {}) };
    });
  });

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

describe("any session by any tariff", () => {
  test("costs what a minute-by-minute reference says, per dimension", () => {
    fc.assert(
      fc.property(anyTariff, anyPeriods, zones, fc.boolean(), (tariff, periods, timeZone, expired) => {
        const priced = priceSession({ tariff: compileTariff(tariff), timeZone, periods, reservation: { expired } });
        const expected = referencePrice(tariff, timeZone, periods, expired);
        for (const dimension of DIMENSIONS) {
          // Each line is rounded to the micro; the reference is exact.
          const tolerance = 3600n * BigInt(priced.lines.length + 1);
          const difference = priced.dimensions[dimension].netMicros * 3600n - expected[dimension];
          expect(absolute(difference) <= tolerance, `${dimension} differs by ${difference}/3600 micros`).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("adds up: lines to dimensions, to VAT rates and, with the limits, to the totals", () => {
    const limit = fc.option(fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(anyTariff, anyPeriods, limit, limit, (tariff, periods, low, extra) => {
        const min = low === null ? null : { excl_vat: low, incl_vat: low + 1 };
        const max = extra === null ? null : { excl_vat: (low ?? 0) + extra, incl_vat: (low ?? 0) + extra + 2 };
        const limited = compileTariff({ ...tariff, min_price: min, max_price: max });
        const priced = priceSession({ tariff: limited, timeZone: "Europe/Berlin", periods });
        for (const field of ["netMicros", "vatMicros", "grossMicros"] as const) {
          const sum = (amounts: readonly { readonly [K in typeof field]: bigint }[]): bigint =>
            amounts.reduce((total, amount) => total + amount[field], 0n);
          const lines = sum(priced.lines);
          expect(sum(Object.values(priced.dimensions))).toBe(lines);
          expect(sum(priced.vat)).toBe(lines);
          expect(priced[field]).toBe(lines + sum(priced.adjustments));
        }
        expect(priced.netMicros + priced.vatMicros).toBe(priced.grossMicros);
        expect(priced.netMinor + priced.vatMinor).toBe(priced.grossMinor);
        if (min) expect(priced.netMicros).toBeGreaterThanOrEqual(BigInt(min.excl_vat) * 1_000_000n);
        if (max) expect(priced.netMicros).toBeLessThanOrEqual(BigInt(max.excl_vat) * 1_000_000n);
        if (min) expect(priced.grossMicros).toBeGreaterThanOrEqual(BigInt(min.incl_vat) * 1_000_000n);
        if (max) expect(priced.grossMicros).toBeLessThanOrEqual(BigInt(max.incl_vat) * 1_000_000n);
      }),
    );
  });

  test("bills all energy and all seconds of what is priced everywhere", () => {
    const catchAll = element([
      component("ENERGY", 1, { step_size: 0 }),
      component("TIME", 1, { step_size: 0 }),
      component("PARKING_TIME", 1, { step_size: 0 }),
    ]);
    fc.assert(
      fc.property(anyTariff, anyPeriods, fc.nat(1_000_000), zones, (tariff, periods, oddMwh, timeZone) => {
        const odd = periods.map((period) =>
          period.kind === "charging" ? { ...period, energyMwh: period.energyMwh + BigInt(oddMwh) } : period,
        );
        const whole = compileTariff({ ...tariff, elements: [...tariff.elements, catchAll] });
        const priced = priceSession({ tariff: whole, timeZone, periods: odd });
        const billed = (dimension: string): bigint =>
          priced.lines.reduce((sum, line) => (line.dimension === dimension ? sum + line.quantity : sum), 0n);
        const seconds = (kind: string): bigint =>
          odd.reduce(
            (sum, period) =>
              period.kind === kind ? sum + BigInt((period.endedAtMs - period.startedAtMs) / 1000) : sum,
            0n,
          );
        expect(billed("energy")).toBe(odd.reduce((sum, period) => sum + period.energyMwh, 0n));
        expect(billed("time")).toBe(seconds("charging"));
        expect(billed("parking")).toBe(seconds("parking"));
      }),
    );
  });

  test("has the same lines however its periods are cut", () => {
    const cut = fc.record({ at: fc.nat(), within: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(
        anyTariff,
        anyPeriods,
        zones,
        fc.array(cut, { minLength: 1, maxLength: 4 }),
        (source, periods, timeZone, cuts) => {
          const tariff = compileTariff(source);
          // One mWh per millisecond: then every cut shares the energy out without a remainder.
          let pieces: ChargedPeriod[] = periods.map((period) =>
            period.kind === "charging"
              ? { ...period, energyMwh: BigInt(period.endedAtMs - period.startedAtMs) }
              : period,
          );
          const whole = priceSession({ tariff, timeZone, periods: pieces });
          for (const { at, within } of cuts) {
            const index = at % pieces.length;
            pieces = pieces.flatMap((period, position) => (position === index ? cutPeriod(period, within) : [period]));
          }
          const parted = priceSession({ tariff, timeZone, periods: pieces });
          expect(parted).toEqual(whole);
        },
      ),
    );
  });

  test("does not get cheaper by more energy, where only energy is priced and its amount restricts nothing", () => {
    const elements = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 2000 }), optional(timeOfDay), optional(timeOfDay))
        .map(([price, from, to]) => element(component("ENERGY", price / 1000), { start_time: from, end_time: to })),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(
        elements,
        anyPeriods,
        zones,
        fc.nat(),
        fc.nat(5_000_000),
        (source, periods, timeZone, at, moreMwh) => {
          const tariff = tariffOf(source);
          const index = at % periods.length;
          const more = periods.map((period, position) =>
            position === index && period.kind === "charging"
              ? { ...period, energyMwh: period.energyMwh + BigInt(moreMwh) }
              : period,
          );
          const before = priceSession({ tariff, timeZone, periods }).netMicros;
          expect(priceSession({ tariff, timeZone, periods: more }).netMicros).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  test("does not get cheaper as it runs on, without steps", () => {
    fc.assert(
      fc.property(anyTariff, anyPeriods, zones, (source, periods, timeZone) => {
        const elements = source.elements.map((part) => ({
          ...part,
          price_components: part.price_components.map((priced) => ({ ...priced, step_size: 0 })),
        }));
        const tariff = compileTariff({ ...source, elements });
        let last = 0n;
        for (let count = 0; count <= periods.length; count++) {
          const { netMicros } = priceSession({ tariff, timeZone, periods: periods.slice(0, count) });
          expect(netMicros).toBeGreaterThanOrEqual(last);
          last = netMicros;
        }
      }),
    );
  });

  test("costs the same whatever the order of elements that never apply together", () => {
    const windows = ["00:00", "06:00", "12:00", "18:00"].map((from, index) =>
      element([component("ENERGY", 0.1 * (index + 1)), component("TIME", index)], {
        start_time: from,
        end_time: ["06:00", "12:00", "18:00", "00:00"][index],
      }),
    );
    const shuffled = fc.shuffledSubarray(windows, { minLength: windows.length });
    fc.assert(
      fc.property(shuffled, anyPeriods, zones, (elements, periods, timeZone) => {
        const amounts = (source: Element[]): unknown => {
          const { dimensions, netMicros } = priceSession({ tariff: tariffOf(source), timeZone, periods });
          return { dimensions, netMicros };
        };
        expect(amounts(elements)).toEqual(amounts(windows));
        expect(amounts([...elements, ...elements])).toEqual(amounts(windows));
      }),
    );
  });
});

function cutPeriod(period: ChargedPeriod, within: number): readonly ChargedPeriod[] {
  const lengthMs = period.endedAtMs - period.startedAtMs;
  const firstMs = Math.floor(lengthMs * within);
  if (firstMs === 0 || firstMs === lengthMs) return [period];
  const cutMs = period.startedAtMs + firstMs;
  const energyMwh = period.kind === "charging" ? BigInt(firstMs) : 0n;
  return [
    { ...period, endedAtMs: cutMs, energyMwh },
    { ...period, startedAtMs: cutMs, energyMwh: period.energyMwh - energyMwh },
  ];
}
