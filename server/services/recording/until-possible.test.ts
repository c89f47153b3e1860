import { expect, test } from "vitest";
import { untilPossible } from "./until-possible.ts";

const failure = (code: string) => Object.assign(new Error(code), { code });
/** Work that fails of these, one after the other, and then succeeds. */
const failing = (...codes: readonly string[]) => {
  const left = [...codes];
  return async () => {
    const code = left.shift();
    if (code) throw failure(code);
    return "done";
  };
};

test("work is done again until the database can", async () => {
  expect(await untilPossible(failing("ECONNREFUSED", "57P03", "40P01"))).toBe("done");
});

test("work that can never succeed, or that nobody waits for, is not", async () => {
  await expect(untilPossible(failing("22P02"))).rejects.toThrow("22P02");
  await expect(untilPossible(failing("ECONNREFUSED", "57P03"), () => true)).rejects.toThrow("ECONNREFUSED");
});
