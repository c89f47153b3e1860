import { expect, test } from "vitest";
import { isToasterWanted, onToasterWanted, startToasting, toastError } from "./toast-error.ts";

test("what is said before the toaster is there waits for it, and each is said once", () => {
  const said: string[] = [];
  let calls = 0;
  const forget = onToasterWanted(() => {
    calls += 1;
  });
  expect(isToasterWanted()).toBe(false);
  toastError("first");
  expect([isToasterWanted(), calls]).toEqual([true, 1]);
  const stop = startToasting((text) => said.push(text));
  toastError("second");
  expect(said).toEqual(["first", "second"]);
  stop();
  forget();
  toastError("third");
  expect([said.length, calls]).toEqual([2, 1]);
});
