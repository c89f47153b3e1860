import { expect, test } from "vitest";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { notePushed, withPushed } from "./pushed-meanwhile.ts";

const event = (name: string) => ({ type: name }) as unknown as LiveEvent;
/** A question whose answer the test gives, folded to the names of what was pushed. */
function asking() {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  const answer = withPushed(
    () => promise,
    (names, events) => [...names, ...events.map(({ type }) => type)],
  );
  return { answer, resolve, reject };
}

test("an answer has what was pushed since it was asked for, in order, and nothing of before or after", async () => {
  notePushed([event("before")]);
  const first = asking();
  notePushed([event("a"), event("b")]);
  const second = asking();
  notePushed([event("c")]);
  first.resolve(["read"]);
  expect(await first.answer).toEqual(["read", "a", "b", "c"]);
  notePushed([event("d")]);
  second.resolve(["read"]);
  expect(await second.answer).toEqual(["read", "c", "d"]);
});

test("a question that fails says so", async () => {
  const one = asking();
  one.reject(new Error("no network"));
  await expect(one.answer).rejects.toThrow("no network");
});
