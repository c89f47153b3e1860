import { expect, test } from "vitest";
import { toWatts } from "./to-watts.ts";

test.each([
  ["22", 22_000],
  ["3.7", 3_700],
  ["3,68", 3_680],
  ["", null],
  ["0", "wrong"],
  ["22 kW", "wrong"],
  ["-1", "wrong"],
  ["4001", "wrong"],
])("%s kW", (text, watts) => {
  expect(toWatts(text)).toBe(watts);
});
