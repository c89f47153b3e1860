import { expect, test } from "vitest";
import { maskIdToken } from "./mask.ts";

test("a card cannot be copied from its mask", () => {
  expect(maskIdToken("04A2B3C4D5E6F7")).toBe("••••F7");
  expect(maskIdToken("1234567")).toBe("••••");
  expect(maskIdToken("")).toBe("••••");
});
