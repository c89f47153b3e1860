import { expect, test } from "vitest";
import { isAtHost } from "./is-at-host.ts";

test.each([
  ["no-reply@charge.example", true],
  ["No-Reply@Mail.Charge.Example", true],
  ["no-reply@example", false],
  ["no-reply@recharge.example", false],
  ['"a@charge.example"@bank.example', false],
])("%s at charge.example: %s", (email, isAt) => {
  expect(isAtHost(email, ["other.example", "charge.example"])).toBe(isAt);
});
