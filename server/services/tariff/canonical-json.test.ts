import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("the order of keys and the spaces do not matter, the order of a list does", () => {
  expect(canonicalJson({ b: [2, { d: 1, c: null }], a: "é\n" })).toBe('{"a":"é\\n","b":[2,{"c":null,"d":1}]}');
  expect(canonicalJson(JSON.parse('{ "a": 1.0, "b": 1e3 }'))).toBe('{"a":1,"b":1000}');
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});
