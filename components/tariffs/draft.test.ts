import { expect, test } from "vitest";
import { parseOcpiTariff } from "../../server/tariff/ocpi-tariff.ts";
import { emptyDraft, emptyElement, toDraft, toOcpi, vatOf } from "./draft.ts";

const DUTCH = { currency: "EUR", countryCode: "NL", vat: "21" };

test("what is edited and saved unchanged is the same tariff, with the fields that the form does not know", () => {
  const tariff = parseOcpiTariff({
    country_code: "NL",
    party_id: "VPT",
    id: "T1",
    currency: "EUR",
    vendor: { a: 1 },
    min_price: { excl_vat: 1, incl_vat: 1.21 },
    elements: [
      {
        note: "x",
        price_components: [{ type: "TIME", price: 6, vat: 21, step_size: 60, extra: true }],
        restrictions: { start_time: "08:00", min_kwh: 2.5, min_duration: 60, day_of_week: ["MONDAY"], other: 1 },
      },
      { price_components: [{ type: "ENERGY", price: 0.25, step_size: 1 }] },
    ],
    last_updated: "2026-01-01T00:00:00Z",
  });
  expect(toOcpi(toDraft(tariff), tariff.last_updated)).toEqual(tariff);
});

test("a comma is a decimal point, and what is no number is left for the check to refuse", () => {
  const draft = emptyDraft("T1", DUTCH);
  const typed = (price: string) =>
    toOcpi(
      {
        ...draft,
        elements: draft.elements.map((e) => ({ ...e, components: e.components.map((c) => ({ ...c, price })) })),
      },
      "",
    );
  expect(typed("0,49")).toMatchObject({ elements: [{ price_components: [{ price: 0.49 }] }] });
  expect(typed("x")).toMatchObject({ elements: [{ price_components: [{ price: "x" }] }] });
});

test("a new tariff begins with the company's currency, country and VAT, and each further price with its first one's", () => {
  const swiss = emptyDraft("T1", { currency: "CHF", countryCode: "CH", vat: "8.1" });
  const ocpi = toOcpi({ ...swiss, elements: [...swiss.elements, emptyElement(vatOf(swiss))] }, "");
  expect(ocpi).toMatchObject({
    ...{ currency: "CHF", country_code: "CH" },
    elements: [{ price_components: [{ vat: 8.1 }] }, { price_components: [{ vat: 8.1 }] }],
  });
  const unknown = emptyDraft("T1", { currency: "USD", countryCode: null, vat: null });
  expect(toOcpi(unknown, "")).toMatchObject({ country_code: "", currency: "USD" });
  expect(vatOf(unknown)).toBe("");
});
