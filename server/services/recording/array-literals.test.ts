import { expect, test } from "vitest";
import { jsonSequence } from "./array-literals.ts";

test("no JSON text holds the character that parts a sequence", () => {
  const texts = ["\u001e", 'a "quoted" \\ word', "{}", "ä\u0000\n"].map((text) => JSON.stringify({ text }));
  expect(jsonSequence(texts).split("\u001e")).toEqual(texts);
});

test("null is the empty place of a sequence", () => {
  expect(jsonSequence(["1", null, "null"])).toBe("1\u001e\u001enull");
});
