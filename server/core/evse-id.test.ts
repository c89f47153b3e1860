import { expect, test } from "vitest";
import { toEvseId } from "./evse-id.ts";

test.each([
  ["DE*VPL*E100*1", "DE*VPL*E100*1"],
  [" deVPLe1001 ", "DEVPLE1001"],
  ["+49*123*456*7", "+49*123*456*7"],
  ["DE*VPL*100*1", null],
  ["DE*VPL*E", null],
  ["D*VPL*E1", null],
  ["DE*VPL*E1~2", null],
  [`DE*VPL*E${"1".repeat(32)}`, null],
  ["", null],
])("%s", (text, id) => {
  expect(toEvseId(text)).toBe(id);
});
