import { expect, test } from "vitest";
import { createRepeatGuard } from "./repeat-guard.ts";

const RESET = { action: "Reset", request: { type: "Soft" } };

test("a double click is one act, also when the first has already ended", () => {
  const guard = createRepeatGuard();
  expect(guard.admit(RESET, 0)).toBe(true);
  guard.settle(true);
  expect(guard.admit(structuredClone(RESET), 999)).toBe(false);
  expect(guard.admit(RESET, 1000)).toBe(true);
});

test("an act that is under way is not begun again, however long it takes", () => {
  const guard = createRepeatGuard();
  expect(guard.admit(RESET, 0)).toBe(true);
  expect(guard.admit(RESET, 20_000)).toBe(false);
  guard.settle(true);
  expect(guard.admit(RESET, 20_000)).toBe(true);
});

test("what failed may be tried again at once", () => {
  const guard = createRepeatGuard();
  expect(guard.admit(RESET, 0)).toBe(true);
  guard.settle(false);
  expect(guard.admit(RESET, 10)).toBe(true);
});

test("another request is another act", () => {
  const guard = createRepeatGuard();
  expect(guard.admit(RESET, 0)).toBe(true);
  expect(guard.admit({ ...RESET, request: { type: "Hard" } }, 10)).toBe(true);
});
