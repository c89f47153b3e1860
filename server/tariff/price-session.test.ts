import { describe, expect, test } from "vitest";
import { component, element, period, tariffOf } from "../testing/tariffs.ts";
import type { ChargedPeriod } from "./charged-period.ts";
import type { CompiledTariff } from "./compile-tariff.ts";
import { type PricingInput, priceSession } from "./price-session.ts";
import type { PricedSession } from "./priced-session.ts";

const price = (
  tariff: CompiledTariff,
  periods: readonly ChargedPeriod[],
  more: Partial<PricingInput> = {},
): PricedSession => priceSession({ tariff, timeZone: "UTC", periods, ...more });

/** Element, quantity and surplus of each line, as text. */
const linesOf = (priced: PricedSession): readonly string[] =>
  priced.lines.map(
    (line) => `${line.dimension} #${line.elementIndex} ${line.quantity}+${line.stepSurplus}${line.unit}`,
  );

const morning = period("2024-05-06T08:00:00Z", "2024-05-06T09:00:00Z", 10);

describe("which element applies (OCPI 2.2.1 mod_tariffs)", () => {
  test("the first that matches, per dimension", () => {
    const tariff = tariffOf([
      element(component("ENERGY", 0.5), { start_time: "09:00" }),
      element([component("ENERGY", 0.3), component("TIME", 6)], { start_time: "08:00" }),
      element([component("ENERGY", 0.1), component("TIME", 1), component("FLAT", 1)]),
    ]);
    expect(linesOf(price(tariff, [morning]))).toEqual([
      "flat #2 1+0once",
      "energy #1 10000000+0mWh",
      "time #1 3600+0s",
    ]);
  });

  test("a dimension that no element prices is free, and the trace says so", () => {
    const priced = price(tariffOf([element(component("ENERGY", 0.5), { start_time: "09:00", end_time: "10:00" })]), [
      morning,
    ]);
    expect(priced.netMicros).toBe(0n);
    expect(priced.flags).toEqual([
      {
        key: "unpriced",
        dimension: "energy",
        unit: "mWh",
        fromMs: morning.startedAtMs,
        toMs: morning.endedAtMs,
        quantity: 10_000_000n,
      },
    ]);
  });

  test("a flat fee is charged once, at the first moment one matches", () => {
    const tariff = tariffOf([
      element(component("FLAT", 5), { min_duration: 1800 }),
      element(component("FLAT", 1), { max_kwh: 1 }),
    ]);
    expect(linesOf(price(tariff, [morning]))).toEqual(["flat #1 1+0once"]);
    expect(linesOf(price(tariffOf([element(component("FLAT", 5), { min_duration: 1800 })]), [morning]))).toEqual([
      "flat #0 1+0once",
    ]);
  });

  test("from is inclusive and to is exclusive, for energy, duration and time of day", () => {
    const edges = { max_kwh: 4 };
    const tariff = tariffOf([element(component("ENERGY", 1), edges), element(component("ENERGY", 2))]);
    expect(linesOf(price(tariff, [morning]))).toEqual(["energy #0 4000000+0mWh", "energy #1 6000000+0mWh"]);
    const byDuration = tariffOf([element(component("TIME", 1), { min_duration: 600, max_duration: 1200 })]);
    expect(price(byDuration, [morning]).lines).toMatchObject([
      { fromMs: morning.startedAtMs + 600_000, toMs: morning.startedAtMs + 1_200_000, quantity: 600n },
    ]);
    const byClock = tariffOf([element(component("TIME", 1), { start_time: "08:10", end_time: "08:20" })]);
    expect(price(byClock, [morning]).lines).toMatchObject([{ fromMs: morning.startedAtMs + 600_000, quantity: 600n }]);
  });

  test("a window that ends before it starts wraps around midnight; equal ends are the whole day", () => {
    const night = period("2024-05-06T21:00:00Z", "2024-05-07T07:00:00Z");
    const wrapped = tariffOf([element(component("TIME", 1), { start_time: "22:00", end_time: "06:00" })]);
    expect(linesOf(price(wrapped, [night]))).toEqual(["time #0 28800+0s"]);
    const whole = tariffOf([element(component("TIME", 1), { start_time: "22:00", end_time: "22:00" })]);
    expect(price(whole, [night]).dimensions.time.netMicros).toBe(10_000_000n);
  });

  test("dates and weekdays are the site's", () => {
    const midnight = period("2024-05-05T21:00:00Z", "2024-05-05T23:00:00Z"); // 23:00 to 01:00 in Berlin, Sunday to Monday
    const monday = tariffOf([element(component("TIME", 1), { day_of_week: ["MONDAY"] })]);
    expect(linesOf(price(monday, [midnight], { timeZone: "Europe/Berlin" }))).toEqual(["time #0 3600+0s"]);
    const dated = tariffOf([element(component("TIME", 1), { start_date: "2024-05-05", end_date: "2024-05-06" })]);
    expect(price(dated, [midnight], { timeZone: "Europe/Berlin" }).lines).toMatchObject([
      { toMs: midnight.startedAtMs + 3_600_000 },
    ]);
  });

  test.each([
    ["2024-03-31", 23],
    ["2024-10-27", 25],
    ["2024-10-28", 24],
  ])("%s in Berlin has %i hours", (date, hours) => {
    const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const tariff = tariffOf([element(component("TIME", 1), { start_date: date, end_date: next })]);
    const from = Date.parse(`${date}T00:00:00Z`);
    const session = {
      ...period("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
      startedAtMs: from - 86_400_000,
      endedAtMs: from + 2 * 86_400_000,
    };
    expect(price(tariff, [session], { timeZone: "Europe/Berlin" }).netMicros).toBe(BigInt(hours) * 1_000_000n);
  });

  test("an hour that the clock shows twice is billed twice, one that it skips not at all", () => {
    const tariff = tariffOf([element(component("TIME", 1), { start_time: "02:00", end_time: "03:00" })]);
    const berlin = { timeZone: "Europe/Berlin" };
    expect(price(tariff, [period("2024-10-26T20:00:00Z", "2024-10-27T06:00:00Z")], berlin).netMicros).toBe(2_000_000n);
    expect(price(tariff, [period("2024-03-30T20:00:00Z", "2024-03-31T06:00:00Z")], berlin).netMicros).toBe(0n);
  });

  test("power restricts moments; what was not measured is the mean, and flagged", () => {
    const tariff = tariffOf([element(component("ENERGY", 2), { min_power: 11 }), element(component("ENERGY", 1))]);
    expect(linesOf(price(tariff, [{ ...morning, powerW: 11_000 }]))).toEqual(["energy #0 10000000+0mWh"]);
    expect(linesOf(price(tariff, [{ ...morning, powerW: { min: 10_999, max: 22_000 } }]))).toEqual([
      "energy #1 10000000+0mWh",
    ]);
    const derived = price(tariff, [period("2024-05-06T08:00:00Z", "2024-05-06T08:30:00Z", 5.5)]);
    expect(derived.lines).toMatchObject([{ elementIndex: 0 }]);
    expect(derived.flags).toEqual([{ key: "powerFromEnergy", periodIndexes: [0] }]);
  });

  test("an element restricted by current does not apply while it is unknown", () => {
    const tariff = tariffOf([element(component("ENERGY", 2), { max_current: 32 }), element(component("ENERGY", 1))]);
    expect(linesOf(price(tariff, [{ ...morning, currentMa: 31_999 }]))).toEqual(["energy #0 10000000+0mWh"]);
    expect(linesOf(price(tariff, [{ ...morning, currentMa: 32_000 }]))).toEqual(["energy #1 10000000+0mWh"]);
    const unknown = price(tariff, [morning]);
    expect(unknown.lines).toMatchObject([{ elementIndex: 1 }]);
    expect(unknown.flags).toEqual([{ key: "currentUnknown", periodIndexes: [0] }]);
  });
});

describe("steps, once per session (OCPI 2.2.1 mod_cdrs, step_size)", () => {
  const noon = period("2024-05-06T09:00:00Z", "2024-05-06T09:07:00Z", 0, { kind: "parking" });

  test("the last paid component's step rounds up the session's total", () => {
    const tariff = tariffOf([
      element(component("ENERGY", 1, { step_size: 500 }), { max_kwh: 4.3 }),
      element(component("ENERGY", 2, { step_size: 4000 })),
    ]);
    expect(linesOf(price(tariff, [morning]))).toEqual(["energy #0 4300000+0mWh", "energy #1 5700000+2000000mWh"]);
  });

  test("parking takes the step of time, where it is paid", () => {
    const steps = { step_size: 3000 };
    const paid = tariffOf([element([component("TIME", 1, steps), component("PARKING_TIME", 1, steps)])]);
    expect(linesOf(price(paid, [morning, noon]))).toEqual(["time #0 3600+0s", "parking #0 420+2580s"]);
    const free = tariffOf([element([component("TIME", 1, steps), component("PARKING_TIME", 0, steps)])]);
    expect(linesOf(price(free, [morning, noon]))).toEqual(["time #0 3600+2400s", "parking #0 420+0s"]);
  });

  test("free energy is not counted", () => {
    const tariff = tariffOf([
      element(component("ENERGY", 0), { max_kwh: 0.5 }),
      element(component("ENERGY", 1, { step_size: 10_000 })),
    ]);
    expect(linesOf(price(tariff, [morning]))).toEqual(["energy #0 500000+0mWh", "energy #1 9500000+500000mWh"]);
  });

  test("0 is no step", () => {
    const tariff = tariffOf([element(component("ENERGY", 1, { step_size: 0 }))]);
    expect(price(tariff, [period("2024-05-06T08:00:00Z", "2024-05-06T09:00:00Z", 0.0005)]).netMicros).toBe(500n);
  });
});

describe("reservations", () => {
  const reserved = period("2024-05-06T07:47:00Z", "2024-05-06T08:00:00Z", 0, { kind: "reservation" });
  const tariff = tariffOf([
    element([component("FLAT", 4), component("TIME", 9)], { reservation: "RESERVATION_EXPIRES" }),
    element([component("FLAT", 2), component("TIME", 6, { step_size: 900 })], { reservation: "RESERVATION" }),
    element([component("FLAT", 0.5), component("TIME", 1)]),
  ]);

  test("have their own fee, time and step, and leave the session's duration alone", () => {
    const priced = price(tariff, [reserved, morning]);
    expect(linesOf(priced)).toEqual([
      "reservation #1 1+0once",
      "reservation #1 780+120s",
      "flat #2 1+0once",
      "time #2 3600+0s",
    ]);
    expect(priced.dimensions.reservation.netMicros).toBe(3_500_000n);
  });

  test("that expired are priced by RESERVATION_EXPIRES wherever it stands, else by RESERVATION", () => {
    expect(linesOf(price(tariff, [reserved], { reservation: { expired: true } }))).toEqual([
      "reservation #0 1+0once",
      "reservation #0 780+0s",
    ]);
    const last = tariffOf([
      element([component("FLAT", 2), component("TIME", 6)], { reservation: "RESERVATION" }),
      element(component("TIME", 9), { reservation: "RESERVATION_EXPIRES" }),
    ]);
    expect(linesOf(price(last, [reserved], { reservation: { expired: true } }))).toEqual([
      "reservation #0 1+0once",
      "reservation #1 780+0s",
    ]);
    expect(linesOf(price(last, [reserved]))).toEqual(["reservation #0 1+0once", "reservation #0 780+0s"]);
  });

  test("owe no minimum price of a charging session", () => {
    const tariffWithMinimum = tariffOf([element(component("FLAT", 1), { reservation: "RESERVATION" })], {
      min_price: { excl_vat: 5 },
    });
    expect(price(tariffWithMinimum, [reserved]).netMicros).toBe(1_000_000n);
  });
});

describe("VAT and limits", () => {
  test("VAT is by component; none is not 0 %", () => {
    const tariff = tariffOf([
      element([component("ENERGY", 0.25, { vat: 19 }), component("TIME", 1, { vat: 0 }), component("FLAT", 1)]),
    ]);
    const priced = price(tariff, [morning]);
    expect(priced.vat.map((part) => [part.vatPpm, part.netMicros, part.vatMicros])).toEqual([
      [null, 1_000_000n, 0n],
      [0n, 1_000_000n, 0n],
      [190_000n, 2_500_000n, 475_000n],
    ]);
    expect([priced.netMinor, priced.vatMinor, priced.grossMinor]).toEqual([450n, 48n, 498n]);
  });

  const energy = [element(component("ENERGY", 0.25, { vat: 20 }))];
  test("net and gross have each their own minimum", () => {
    const priced = price(tariffOf(energy, { min_price: { excl_vat: 2.2, incl_vat: 3.3 } }), [morning]);
    expect([priced.netMicros, priced.grossMicros]).toEqual([2_500_000n, 3_300_000n]);
    expect(priced.adjustments).toEqual([
      { limit: "minPrice", netMicros: 0n, vatMicros: 300_000n, grossMicros: 300_000n },
    ]);
  });

  test("a limit without incl_vat moves the gross in proportion, and says so", () => {
    const priced = price(tariffOf(energy, { max_price: { excl_vat: 2 } }), [morning]);
    expect([priced.netMicros, priced.vatMicros, priced.grossMicros]).toEqual([2_000_000n, 400_000n, 2_400_000n]);
    expect(priced.flags).toEqual([{ key: "grossLimitDerived", limit: "maxPrice" }]);
    expect(
      price(tariffOf([element(component("ENERGY", 0))], { min_price: { excl_vat: 2 } }), [morning]).grossMicros,
    ).toBe(2_000_000n);
  });

  test("amounts are rounded to the micro per line and to the minor unit in the totals", () => {
    const tariff = tariffOf([element(component("ENERGY", "0.123456", { vat: 19, step_size: 0 }))]);
    const priced = price(tariff, [period("2024-05-06T08:00:00Z", "2024-05-06T09:00:00Z", 1.005)]);
    expect([priced.netMicros, priced.vatMicros, priced.netMinor, priced.grossMinor]).toEqual([
      124_073n,
      23_574n,
      12n,
      15n,
    ]);
    const yen = tariffOf([element(component("ENERGY", 33))], { currency: "JPY" });
    expect(price(yen, [period("2024-05-06T08:00:00Z", "2024-05-06T09:00:00Z", 0.5)]).netMinor).toBe(17n);
  });
});

describe("periods", () => {
  test("that are not cut are priced as they began, and flagged when the price changes within them", () => {
    const tariff = tariffOf([element(component("ENERGY", 1), { end_time: "08:30" }), element(component("ENERGY", 2))]);
    const priced = price(tariff, [morning], { split: "atStart" });
    expect(linesOf(priced)).toEqual(["energy #0 10000000+0mWh"]);
    expect(priced.flags).toEqual([{ key: "periodSpansPriceChange", periodIndexes: [0] }]);
    expect(
      price(tariff, [{ ...morning, endedAtMs: morning.startedAtMs + 1_800_000 }], { split: "atStart" }).flags,
    ).toEqual([]);
  });

  test("cut in milliseconds still make whole seconds that add up", () => {
    const startedAtMs = morning.startedAtMs + 400;
    const cuts = [startedAtMs, startedAtMs + 1_333, startedAtMs + 61_777, startedAtMs + 90_000];
    const periods = cuts
      .slice(1)
      .map((endedAtMs, index) => ({ ...morning, startedAtMs: cuts[index] ?? 0, endedAtMs, energyMwh: 0n }));
    expect(linesOf(price(tariffOf([element(component("TIME", 1))]), periods))).toEqual(["time #0 90+0s"]);
  });

  test("without duration are priced at their instant, also across an energy threshold", () => {
    const tariff = tariffOf([element(component("ENERGY", 1), { max_kwh: 4 }), element(component("ENERGY", 2))]);
    const instant = { ...morning, endedAtMs: morning.startedAtMs };
    expect(linesOf(price(tariff, [instant]))).toEqual(["energy #0 4000000+0mWh", "energy #1 6000000+0mWh"]);
  });

  test("may be none: then nothing is owed, not even the minimum", () => {
    expect(price(tariffOf([element(component("FLAT", 1))], { min_price: { excl_vat: 5 } }), []).grossMinor).toBe(0n);
  });

  test.each([
    ["ends before it starts", [{ ...morning, endedAtMs: morning.startedAtMs - 1 }]],
    ["starts before the previous one ends", [morning, morning]],
    ["must not be negative", [{ ...morning, energyMwh: -1n }]],
    ["uses no energy", [{ ...morning, kind: "reservation" as const }]],
    ["longer than 1000 days", [{ ...morning, endedAtMs: morning.startedAtMs + 1001 * 86_400_000 }]],
    ["whole milliseconds", [{ ...morning, startedAtMs: 0.5 }]],
    ["billedSeconds needs", [{ ...morning, billedSeconds: 5 }]],
  ])("are refused when one %s", (message, periods) => {
    expect(() => price(tariffOf([element(component("FLAT", 1))]), periods)).toThrow(message);
  });

  test("need a zone that exists", () => {
    const tariff = tariffOf([element(component("FLAT", 1))]);
    expect(() => price(tariff, [morning], { timeZone: "Mars/Olympus" })).toThrow(/unknown time zone/);
  });
});
