import { describe, expect, it } from "vitest";
import { jsonTokens, prettyJson } from "./json-tokens.ts";

describe("jsonTokens", () => {
  it("tells keys from strings, numbers and literals", () => {
    const kinds = jsonTokens('{"a": "b: c", "n": -1.5e3, "t": null}').filter(({ kind }) => kind !== "plain");
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'key "a"',
      'string "b: c"',
      'key "n"',
      "number -1.5e3",
      'key "t"',
      "literal null",
    ]);
  });
  it.each(['{"q":"\\"x\\": 1"}', "[2,", "not json: true", ""])("loses nothing of %s", (text) => {
    expect(
      jsonTokens(text)
        .map((token) => token.text)
        .join(""),
    ).toBe(text);
  });
});

describe("prettyJson", () => {
  it("shows a frame that is no JSON as it came", () => {
    expect(prettyJson('[2,"id",')).toBe('[2,"id",');
  });
  it("writes bigint as text instead of failing", () => {
    expect(prettyJson({ energyWh: 12n })).toContain('"12"');
  });
});
