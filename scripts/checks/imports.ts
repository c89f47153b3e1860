import { readFileSync } from "node:fs";
import * as path from "node:path";

export type Import = {
  /** The file that imports, from the root, with slashes. */
  readonly from: string;
  /** What is imported, as written. */
  readonly specifier: string;
  /** The imported file from the root; null for a package. */
  readonly target: string | null;
  readonly isType: boolean;
};

/** Comments and texts may hold words that look like imports; texts behind `from` must stay. */
const COMMENTS = /\/\*[\s\S]*?\*\/|(^|[^:"'`])\/\/.*$/gm;
const STATEMENT =
  /(?:^|[;\n])\s*(import|export)\s+(type\s+)?((?:[\w$*{}\s,]|\btype\b)*?)\s*from\s*["']([^"']+)["']|(?:^|[;\n])\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** The imports and re-exports of a TypeScript file. `import { type A }` with types alone counts as a type import. */
export function importsOf(file: string, source: string): Import[] {
  const text = source.replace(COMMENTS, "$1");
  return [...text.matchAll(STATEMENT)].map((match) => {
    const [, , typeWord, names = "", fromSpecifier, bare, dynamic] = match;
    const specifier = fromSpecifier ?? bare ?? dynamic ?? "";
    const braces = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
    const isInlineType = braces
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean)
      .every((name) => name.startsWith("type "));
    return {
      from: file,
      specifier,
      target: resolve(file, specifier),
      isType: typeWord !== undefined || isInlineType === true,
    };
  });
}

function resolve(file: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (!specifier.startsWith(".")) return null;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}

export const readImports = (root: string, files: readonly string[]): Import[] =>
  files.flatMap((file) => importsOf(file, readFileSync(path.join(root, file), "utf8")));
