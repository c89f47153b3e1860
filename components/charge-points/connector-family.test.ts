import { expect, test } from "vitest";
import { powerNow } from "./connector-family.ts";

test("what a session draws is known only while its station is heard", () => {
  expect(powerNow({ isOnline: true }, { powerW: 11_000 })).toBe(11_000);
  expect(powerNow({ isOnline: true }, { powerW: null })).toBeNull();
  expect(powerNow({ isOnline: false }, { powerW: 11_000 })).toBeNull();
});
