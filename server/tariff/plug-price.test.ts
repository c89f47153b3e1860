import { describe, expect, test } from "vitest";
import { compileTariff } from "./compile-tariff.ts";
import { parseOcpiTariff } from "./ocpi-tariff.ts";
import { type CardMoment, plugPrice } from "./plug-price.ts";

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
});
