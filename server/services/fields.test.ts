import { expect, test } from "vitest";
import { containsPattern, toDecimalText, toEnergyWhText } from "./fields.ts";

test.each([
  [0n, "0"],
  [1n, "0.001"],
  [1500n, "1.5"],
  [12_345_678n, "12345.678"],
  [-2_010n, "-2.01"],
])("%s mWh is %s Wh", (energyMwh, text) => expect(toEnergyWhText(energyMwh)).toBe(text));

test.each([
  [1234n, "EUR", "12.34"],
  [5n, "EUR", "0.05"],
  [-5n, "EUR", "-0.05"],
  [1234n, "JPY", "1234"],
  [1234n, "KWD", "1.234"],
])("%s minor units of %s are %s %s", (minor, currency, text) => expect(toDecimalText(minor, currency)).toBe(text));

test("wildcards in a search are letters", () => expect(containsPattern("50%_\\")).toBe("%50\\%\\_\\\\%"));
