import { describe, expect, it } from "vitest";
import { type KeyPress, NO_SEQUENCE, SEQUENCE_MS, stepSequence } from "./key-sequence.ts";

const BINDINGS = ["?", "/", "g d", "g s"];
const press = (key: string, atMs = 0, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  atMs,
  hasModifier: false,
  isTyping: false,
  ...more,
});
/** Matches of a series of presses. */
const type = (...presses: KeyPress[]): (string | null)[] => {
  let state = NO_SEQUENCE;
  return presses.map((one) => {
    const step = stepSequence(state, one, BINDINGS);
    state = step.state;
    return step.match;
  });
};

describe("stepSequence", () => {
  it("knows single keys and pairs", () => {
    expect(type(press("?"))).toEqual(["?"]);
    expect(type(press("g"), press("s", 200))).toEqual([null, "g s"]);
  });
  it("forgets the first key after a second", () => {
    expect(type(press("g"), press("s", SEQUENCE_MS + 1))).toEqual([null, null]);
  });
  it("starts over when the first key is repeated", () => {
    expect(type(press("g"), press("g", 100), press("d", 200))).toEqual([null, null, "g d"]);
  });
  it("leaves a text field and the browser's own shortcuts alone", () => {
    expect(type(press("/", 0, { isTyping: true }))).toEqual([null]);
    expect(type(press("g"), press("d", 1, { hasModifier: true }), press("d", 2))).toEqual([null, null, null]);
  });
});
