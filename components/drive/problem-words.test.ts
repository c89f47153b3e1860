import { expect, test } from "vitest";
import { CallError } from "../api/call.ts";
import { wordsFor } from "./problem-words.ts";

const refused = (appCode: string, reason?: string) => new CallError({ appCode, details: reason ? { reason } : {} });

test("what was refused for a reason is no failure of ours", () => {
  expect(wordsFor(refused("conflict", "ended"))).toBe("ended");
  expect(wordsFor(refused("conflict", "late"))).toBe("late");
  expect(wordsFor(refused("conflict", "stationPending"))).toBe("retired");
  expect(wordsFor(refused("notFound"))).toBe("notFound");
  expect(wordsFor(new CallError(undefined))).toBe("offline");
});

test("everything else is", () => {
  for (const error of [
    refused("conflict", "toString"),
    refused("conflict"),
    refused("internal", "ended"),
    new Error("x"),
    null,
  ]) {
    expect(wordsFor(error)).toBe("unavailable");
  }
});
