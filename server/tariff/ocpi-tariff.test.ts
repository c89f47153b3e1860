import { describe, expect, test } from "vitest";
import { isAppError } from "../core/errors.ts";
import { component, element, ocpiTariff } from "../testing/tariffs.ts";
import { compileTariff } from "./compile-tariff.ts";
import { parseOcpiTariff } from "./ocpi-tariff.ts";

const valid = ocpiTariff([element(component("ENERGY", 0.25))]);

function issuesOf(input: unknown): unknown {
  try {
    parseOcpiTariff(input);
  } catch (error) {
    if (isAppError(error)) return error.details.issues;
    throw error;
  }
  return [];
}

describe("the tariff's schema", () => {
  test("keeps the object as it came, with text decimals and unknown fields", () => {
    const source = {
      ...valid,
      energy_mix: { is_green_energy: true, supplier_name: "Wind" },
      tariff_alt_text: [{ language: "en", text: "A fair price" }],
      vendor_extra: { a: 1 },
      elements: [element(component("ENERGY", "0.2500"), { max_power: "11.5", start_date: null })],
    };
    expect(parseOcpiTariff(source)).toEqual(source);
  });

  const restricted = (restrictions: object): unknown => ({
    ...valid,
    elements: [{ price_components: [component("TIME", 1)], restrictions }],
  });
  test.each([
    [{ ...valid, elements: [] }, "elements"],
    [{ ...valid, currency: "euro" }, "currency"],
    [{ ...valid, last_updated: "2024-01-01T00:00:00+00:00" }, "last_updated"],
    [{ ...valid, elements: [element(component("ENERGY", "0,25"))] }, "elements[0].price_components[0].price"],
    [{ ...valid, elements: [element(component("ENERGY", 0.12345678))] }, "elements[0].price_components[0].price"],
    [{ ...valid, elements: [element(component("ENERGY", 1, { vat: -1 }))] }, "elements[0].price_components[0].vat"],
    [
      { ...valid, elements: [element(component("ENERGY", 1, { step_size: 0.5 }))] },
      "elements[0].price_components[0].step_size",
    ],
    [restricted({ start_time: "9:00" }), "elements[0].restrictions.start_time"],
    [restricted({ end_time: "24:00" }), "elements[0].restrictions.end_time"],
    [restricted({ end_date: "2023-02-29" }), "elements[0].restrictions.end_date"],
    [restricted({ day_of_week: ["FUNDAY"] }), "elements[0].restrictions.day_of_week[0]"],
    [restricted({ min_duration: -1 }), "elements[0].restrictions.min_duration"],
    [restricted({ reservation: "MAYBE" }), "elements[0].restrictions.reservation"],
    [{ ...valid, min_price: { excl_vat: 5, incl_vat: 4 } }, "min_price.incl_vat"],
    [{ ...valid, min_price: { excl_vat: 5 }, max_price: { excl_vat: 4 } }, "max_price"],
  ])("names the path of what is wrong (%#)", (input, path) => {
    expect(issuesOf(input)).toEqual([{ path, message: expect.any(String) }]);
  });
});

describe("a compiled tariff", () => {
  test("holds exact integers", () => {
    const tariff = compileTariff(
      ocpiTariff(
        [
          element(component("ENERGY", 0.3045, { vat: 25.5, step_size: 100 }), {
            min_kwh: 0.1,
            max_power: 11.5,
            min_current: 16,
            max_duration: 90,
            end_time: "00:00",
            day_of_week: ["MONDAY", "SUNDAY"],
          }),
        ],
        { max_price: { excl_vat: 10.5 } },
      ),
    );
    expect(tariff.slots.energy).toEqual([
      {
        elementIndex: 0,
        priceMicros: 304_500n,
        vatPpm: 255_000n,
        step: 100_000n,
        onlyExpired: false,
        reasons: ["timeOfDay", "dayOfWeek", "energyUsed", "duration", "power", "current"],
        restrictions: {
          minutes: { from: 0, to: 0 },
          days: null,
          weekdays: 0b1000001,
          usedMwh: { from: 100_000n, to: null },
          durationMs: { from: null, to: 90_000 },
          powerW: { from: null, to: 11_500 },
          currentMa: { from: 16_000, to: null },
        },
      },
    ]);
    expect(tariff.maxPrice).toEqual({ netMicros: 10_500_000n, grossMicros: null });
  });

  test("a reservation has only time and a fee (mod_tariffs, TariffRestrictions)", () => {
    const { slots } = compileTariff(
      ocpiTariff([
        element([component("ENERGY", 1), component("TIME", 2), component("FLAT", 3), component("PARKING_TIME", 4)], {
          reservation: "RESERVATION",
        }),
      ]),
    );
    expect(Object.entries(slots).flatMap(([slot, components]) => (components.length > 0 ? [slot] : []))).toEqual([
      "reservationTime",
      "reservationFlat",
    ]);
  });
});
