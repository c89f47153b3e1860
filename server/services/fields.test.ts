import { expect, test } from "vitest";
import {
  containsPattern,
  InstantText,
  NameText,
  StorableObject,
  StorableText,
  toDecimalText,
  toEnergyWhText,
} from "./fields.ts";

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

test.each(["a\u0000b", "\ud800", "\udc00x"])("%j is no text that can be kept", (text) => {
  expect(StorableText.safeParse(text).success).toBe(false);
  expect(NameText.safeParse(text).success).toBe(false);
  const nested = StorableObject.safeParse({ fine: "ok", list: [{ deep: text }] });
  expect(nested.error?.issues.map(({ path }) => path.join("."))).toEqual(["list.0.deep"]);
  expect(StorableObject.safeParse({ [text]: 1 }).success).toBe(false);
});

test("a text may hold anything else", () => {
  expect(StorableText.parse("\u{1F50C} ä\n")).toBe("\u{1F50C} ä\n");
  expect(StorableObject.parse({ a: [null, 1, { b: "c" }] })).toEqual({ a: [null, 1, { b: "c" }] });
});

test("an object that is nested without end is refused, not descended into", () => {
  const text = `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  expect(StorableObject.safeParse(JSON.parse(text)).error?.issues).toMatchObject([{ message: "nested too deep" }]);
});

test.each([
  ["2026-11-24T08:30:00Z", true],
  ["0001-01-01T00:00:00Z", true],
  ["9999-12-31T23:59:59.999Z", true],
  ["0000-01-01T00:00:00Z", false],
  ["0001-01-01T00:00:00+01:00", false],
  ["9999-12-31T23:59:59-23:59", false],
  ["yesterday", false],
])("%s is an instant of ours: %s", (text, isOurs) => expect(InstantText.safeParse(text).success).toBe(isOurs));
