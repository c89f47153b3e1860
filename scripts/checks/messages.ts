/** The three languages say the same things: same keys, same placeholders, nothing empty. */
import { readFileSync } from "node:fs";
import * as path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}
/** Names in braces, and tags; words of plural forms are not names. */
const placeholders = (text: string): string =>
  [...text.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)]
    .map(([, name, tag]) => name ?? `<${tag}>`)
    .sort()
    .filter((name, index, all) => all.indexOf(name) === index)
    .join(" ");

const languages = ["en", "de", "nl"].map((language) => {
  const tree = JSON.parse(readFileSync(path.join(root, "messages", `${language}.json`), "utf8")) as Tree;
  return { language, texts: new Map(flatten(tree)) };
});
const [reference, ...others] = languages;
const problems: string[] = [];
for (const { language, texts } of others) {
  for (const [key, text] of reference?.texts ?? []) {
    const other = texts.get(key);
    if (other === undefined) problems.push(`${language}: ${key} is missing`);
    else if (placeholders(other) !== placeholders(text)) problems.push(`${language}: ${key} has other placeholders`);
  }
  for (const key of texts.keys()) if (!reference?.texts.has(key)) problems.push(`${language}: ${key} is not in en`);
}
for (const { language, texts } of languages) {
  for (const [key, text] of texts) if (!text.trim()) problems.push(`${language}: ${key} is empty`);
}
for (const problem of problems) console.error(problem);
console.log(`${reference?.texts.size} messages in ${languages.length} languages, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
