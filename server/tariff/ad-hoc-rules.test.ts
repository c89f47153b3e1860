import { describe, expect, it, test } from "vitest";
import { component, element, ocpiTariff } from "../testing/tariffs.ts";
import { findAdHocViolations } from "./ad-hoc-rules.ts";

const VAT = { vat: 19 };
const kwh = component("ENERGY", 0.5, VAT);
const codes = (tariff: Parameters<typeof findAdHocViolations>[0], powerW: number | null) =>
  findAdHocViolations(tariff, powerW).map(({ code, path }) => `${code} ${path}`);

describe("AFIR Art. 5 (4), from 50 kW", () => {
  it("wants a price per kWh", () => {
    const tariff = ocpiTariff([element(component("PARKING_TIME", 6, VAT))]);
    expect(codes(tariff, 50_000)).toEqual(["energyMissing elements"]);
    expect(codes(ocpiTariff([element(kwh)]), 150_000)).toEqual([]);
  });

  it("allows an occupancy fee per minute: parking, or time that begins later", () => {
    const parking = ocpiTariff([element([kwh, component("PARKING_TIME", 6, { ...VAT, step_size: 60 })])]);
    const later = ocpiTariff([element(component("TIME", 6, VAT), { min_duration: 3600 }), element(kwh)]);
    expect(codes(parking, 50_000)).toEqual([]);
    expect(codes(later, 50_000)).toEqual([]);
  });

  it("forbids a price per minute from the first minute, and tells the power", () => {
    const tariff = ocpiTariff([element([kwh, component("TIME", 6, VAT)])]);
    expect(findAdHocViolations(tariff, 150_000)).toEqual([
      { code: "timeFromStart", path: "elements.0.price_components.1.type", params: { powerKw: 150 } },
    ]);
  });

  it("forbids a price per session, by its own name or as a least price", () => {
    const flat = ocpiTariff([element([kwh, component("FLAT", 1, VAT)])]);
    const least = ocpiTariff([element(kwh)], { min_price: { excl_vat: 2 } });
    expect(codes(flat, 50_000)).toEqual(["flatNotAllowed elements.0.price_components.1.type"]);
    expect(codes(least, 50_000)).toEqual(["minPriceNotAllowed min_price"]);
  });

  it("forbids an occupancy fee by the quarter of an hour", () => {
    const tariff = ocpiTariff([element([kwh, component("PARKING_TIME", 6, { ...VAT, step_size: 900 })])]);
    expect(codes(tariff, 50_000)).toEqual(["feeNotPerMinute elements.0.price_components.1.step_size"]);
  });
});

describe("AFIR Art. 5 (4), below 50 kW", () => {
  it("allows all components", () => {
    const all = [kwh, component("TIME", 3, VAT), component("FLAT", 1, VAT), component("PARKING_TIME", 6, VAT)];
    const tariff = ocpiTariff([element(all)], { min_price: { excl_vat: 1 } });
    expect(codes(tariff, 49_999)).toEqual([]);
    expect(codes(tariff, null)).toEqual([]);
    expect(codes(tariff, 50_000)).toHaveLength(3);
  });
});

describe("PAngV § 14", () => {
  it("(2) wants a price per kWh in Germany, whatever the power", () => {
    const elements = [element(component("TIME", 6, VAT))];
    expect(codes(ocpiTariff(elements), 11_000)).toEqual(["kwhPriceMissing elements"]);
    expect(codes(ocpiTariff(elements, { country_code: "NL" }), 11_000)).toEqual([]);
  });

  it("(2) wants the kWh as the unit", () => {
    const tariff = ocpiTariff([element(component("ENERGY", 0.5, { ...VAT, step_size: 5000 }))]);
    expect(codes(tariff, null)).toEqual(["energyStepTooLarge elements.0.price_components.0.step_size"]);
  });
});

test("PAngV § 3: consumers are told gross prices, so the VAT has to be known", () => {
  expect(codes(ocpiTariff([element(component("ENERGY", 0.5))]), null)).toEqual([
    "vatMissing elements.0.price_components.0.vat",
  ]);
  expect(codes(ocpiTariff([element(component("ENERGY", 0.5, { vat: 0 }))]), null)).toEqual([]);
});

test("what costs nothing is no component, and what a reservation costs is not the ad-hoc price", () => {
  expect(codes(ocpiTariff([element(component("FLAT", 0))]), 150_000)).toEqual([]);
  const reservation = element(component("TIME", 6), { reservation: "RESERVATION" });
  expect(codes(ocpiTariff([reservation, element(kwh)]), 150_000)).toEqual([]);
});
