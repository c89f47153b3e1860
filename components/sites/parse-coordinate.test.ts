import { expect, test } from "vitest";
import { parseCoordinate } from "./parse-coordinate.ts";

test.each([
  ["", 90, null],
  ["52.5", 90, 52.5],
  ["52,5", 90, 52.5],
  ["-90", 90, -90],
  ["90.1", 90, "wrong"],
  ["179", 180, 179],
  ["north", 90, "wrong"],
  ["1,2,3", 90, "wrong"],
])("%j within %d is %j", (text, most, degrees) => {
  expect(parseCoordinate(text, most)).toBe(degrees);
});
