import { describe, expect, it } from "vitest";
import de from "../../messages/de.json";
import en from "../../messages/en.json";
import nl from "../../messages/nl.json";
import { pickMessages } from "./messages.ts";

/** `a.b` → text, for every message of a tree. */
function flatten(tree: object, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [path, text] of flatten(value, `${prefix}${key}.`)) flat.set(path, text);
  }
  return flat;
}

/** Names of ICU arguments and tags. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/g), ...text.matchAll(/<(\w+)>/g)].map((match) => match[1] ?? ""))]
    .filter((name) => !/^\d*$/.test(name))
    .sort();

describe.each([
  ["de", de],
  ["nl", nl],
])("messages in %s", (_locale, translated) => {
  const source = flatten(en);
  const target = flatten(translated);

  it("has exactly the keys of English, none of them empty", () => {
    expect([...target.keys()].sort()).toEqual([...source.keys()].sort());
    expect([...target].filter(([, text]) => text.trim() === "")).toEqual([]);
  });
  it("uses the arguments and tags of English", () => {
    for (const [key, text] of source)
      expect([key, placeholders(target.get(key) ?? "")]).toEqual([key, placeholders(text)]);
  });
});

it("pickMessages takes only the named namespaces", () => {
  expect(Object.keys(pickMessages(en, ["ui"]))).toEqual(["ui"]);
});
