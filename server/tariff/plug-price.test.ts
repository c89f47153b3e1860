import { describe, expect, test } from "vitest";
import { compileTariff } from "./compile-tariff.ts";
import { parseOcpiTariff } from "./ocpi-tariff.ts";
import { type CardMoment, clockEdge, plugPrice } from "./plug-price.ts";
import { priceSession } from "./price-session.ts";

type Element = { price_components: object[]; restrictions?: object };
const component = (type: string, price: number, vat: number | undefined = 19) => ({ type, price, vat, step_size: 1 });
const tariffOf = (elements: Element[], more: object = {}) =>
  compileTariff(
    parseOcpiTariff({
      ...{ country_code: "DE", party_id: "VOL", id: "T", currency: "EUR", elements },
      last_updated: "2026-01-01T00:00:00Z",
      ...more,
    }),
  );
const noon: CardMoment = { atMs: Date.parse("2026-06-01T10:00:00Z"), timeZone: "Europe/Berlin", powerW: 10_000 };

describe("a price card", () => {
  test("has its parts in the order of AFIR, Art. 5(4), whatever the order of the tariff, VAT included", () => {
    const card = plugPrice(
      tariffOf([
        {
          price_components: [
            component("PARKING_TIME", 6),
            component("FLAT", 0.5),
            component("TIME", 1.2),
            component("ENERGY", 0.4118),
          ],
        },
      ]),
      noon,
    );
    expect(card.parts.map(({ kind, per, grossMicros }) => [kind, per, grossMicros])).toEqual([
      ["energy", "kWh", "490042"],
      ["time", "minute", "23800"],
      ["session", "session", "595000"],
      ["occupancy", "minute", "119000"],
    ]);
    expect(card.isFree).toBe(false);
  });

  test("says when a fee begins, and what a price depends on", () => {
    const card = plugPrice(
      tariffOf([
        { price_components: [component("ENERGY", 0.3)], restrictions: { start_time: "22:00", end_time: "06:00" } },
        { price_components: [component("ENERGY", 0.4)] },
        { price_components: [component("PARKING_TIME", 3)], restrictions: { min_duration: 14_400 } },
      ]),
      noon,
    );
    expect(card.parts).toMatchObject([
      { kind: "energy", grossMicros: "476000", lowestGrossMicros: "357000", variesBy: ["timeOfDay"], afterS: 0 },
      { kind: "occupancy", grossMicros: "59500", afterS: 14_400, variesBy: ["duration"] },
    ]);
  });

  test("estimates by the engine that bills: 20 and 40 kWh at 10 kW, begun now", () => {
    const card = plugPrice(tariffOf([{ price_components: [component("ENERGY", 0.5), component("FLAT", 1)] }]), noon);
    expect(card.estimates).toEqual([
      { energyWh: 20_000, minutes: 120, grossMinor: "1309" },
      { energyWh: 40_000, minutes: 240, grossMinor: "2499" },
    ]);
  });

  test("of a free tariff says so; a minimum makes it not free", () => {
    const free = [{ price_components: [component("ENERGY", 0)] }];
    expect(plugPrice(tariffOf(free), noon)).toMatchObject({ isFree: true, parts: [] });
    const card = plugPrice(tariffOf(free, { min_price: { excl_vat: 1, incl_vat: 1.19 } }), noon);
    expect(card).toMatchObject({ isFree: false, minGrossMicros: "1190000", maxGrossMicros: null });
  });

  test("where no VAT applies, gross is net", () => {
    const element = { price_components: [{ type: "ENERGY", price: 0.25, step_size: 1 }] };
    expect(plugPrice(tariffOf([element]), noon).parts[0]?.grossMicros).toBe("250000");
  });

  test("shows what holds at its moment, not what holds otherwise", () => {
    const evening = { start_time: "18:00", end_time: "22:00" };
    const tariff = tariffOf([
      { price_components: [component("ENERGY", 0.79, 0)], restrictions: evening },
      { price_components: [component("ENERGY", 0.49, 0)] },
    ]);
    const energyAt = (time: string) =>
      plugPrice(tariff, { ...noon, atMs: Date.parse(`2026-06-01T${time}:00Z`) }).parts[0];
    const range = { lowestGrossMicros: "490000", highestGrossMicros: "790000" };
    expect(energyAt("15:59")).toMatchObject({ grossMicros: "490000", ...range });
    expect(energyAt("16:00")).toMatchObject({ grossMicros: "790000", ...range });
    const byPower = tariffOf([
      { price_components: [component("ENERGY", 0.6, 0)], restrictions: { min_power: 50 } },
      { price_components: [component("ENERGY", 0.4, 0)], restrictions: { max_power: 50 } },
    ]);
    const at = (powerW: number) => plugPrice(byPower, { ...noon, powerW }).parts[0]?.grossMicros;
    expect([at(22_000), at(150_000)]).toEqual(["400000", "600000"]);
  });

  test("says that it is free now where nothing counts at this hour", () => {
    const night = { price_components: [component("ENERGY", 0.5, 0)], restrictions: { start_time: "20:00" } };
    expect(plugPrice(tariffOf([night]), noon)).toMatchObject({
      isFree: false,
      parts: [{ grossMicros: "0", lowestGrossMicros: "0", highestGrossMicros: "500000", variesBy: ["timeOfDay"] }],
    });
  });

  test("has limits with the VAT that is charged on them, to the cent", () => {
    const limits = { min_price: { excl_vat: 1 }, max_price: { excl_vat: 10 } };
    const tariff = tariffOf([{ price_components: [component("ENERGY", 0.5)] }], limits);
    const charged = (energyMwh: bigint) =>
      priceSession({
        tariff,
        timeZone: noon.timeZone,
        periods: [{ startedAtMs: noon.atMs, endedAtMs: noon.atMs + 3_600_000, energyMwh, kind: "charging" }],
      }).grossMicros.toString();
    const { minGrossMicros, maxGrossMicros } = plugPrice(tariff, noon);
    expect([minGrossMicros, maxGrossMicros]).toEqual(["1190000", "11900000"]);
    expect([charged(200_000n), charged(30_000_000n)]).toEqual([minGrossMicros, maxGrossMicros]);
  });

  test("has limits of the highest VAT where there are several, so that no more is charged than was shown", () => {
    const elements = [{ price_components: [component("ENERGY", 0.5, 7), component("PARKING_TIME", 6, 19)] }];
    expect(plugPrice(tariffOf(elements, { max_price: { excl_vat: 10 } }), noon).maxGrossMicros).toBe("11900000");
  });
});

test("a card holds until the clock may change it: the next hour that its tariff names, in the site's zone", () => {
  const day = {
    price_components: [component("ENERGY", 0.5)],
    restrictions: { start_time: "08:00", end_time: "20:00" },
  };
  const edgeAt = (time: string) => new Date(clockEdge(tariffOf([day]), { ...noon, atMs: Date.parse(time) }));
  expect(edgeAt("2026-06-01T10:00:00Z").toISOString()).toBe("2026-06-01T18:00:00.000Z");
  expect(edgeAt("2026-06-01T18:00:00Z").toISOString()).toBe("2026-06-02T06:00:00.000Z");
  expect(clockEdge(tariffOf([{ price_components: [component("ENERGY", 0.5)] }]), noon)).toBe(Number.POSITIVE_INFINITY);
});
