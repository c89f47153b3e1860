import { expect, test } from "vitest";
import { isReplaced } from "./is-replaced.ts";

const begun = (startedAtMs: number, isAccepted = true, connectorNumber = 1) => ({
  ...{ startedAtMs, isAccepted, connectorNumber },
});

test("a session gives way to a later accepted start at its connector, to no other", () => {
  expect(isReplaced(begun(1), begun(2))).toBe(true);
  expect(isReplaced(begun(2), begun(1))).toBe(false);
  expect(isReplaced(begun(1), begun(2, false))).toBe(false);
  expect(isReplaced(begun(1), begun(2, true, 2))).toBe(false);
});

test("what was refused gives way to whatever begins at its connector", () => {
  for (const by of [begun(2), begun(2, false), begun(0), begun(0, false)]) {
    expect(isReplaced(begun(1, false), by)).toBe(true);
  }
  expect(isReplaced(begun(1, false), begun(2, false, 2))).toBe(false);
});

test("numbers that no connector has are one place", () => {
  expect(isReplaced(begun(1, true, 256), begun(2, true, 70_000))).toBe(true);
  expect(isReplaced(begun(1, true, -5), begun(2, true, 0))).toBe(true);
  expect(isReplaced(begun(1, true, 255), begun(2, true, 256))).toBe(false);
});
