import { expect, test } from "vitest";
import { findVatCountry } from "./vat-countries.ts";

test("a country is told by the sites, and without any by the company's time zone", () => {
  expect(findVatCountry("NLD", "Europe/Berlin")).toMatchObject({ alpha2: "NL", vat: "21" });
  expect(findVatCountry(null, "Europe/Zurich")).toMatchObject({ alpha2: "CH", vat: "8.1" });
});

test("another country's VAT is never guessed", () => {
  expect(findVatCountry("USA", "Europe/Berlin")).toBeNull();
  expect(findVatCountry(null, "UTC")).toBeNull();
});
