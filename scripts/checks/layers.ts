/** Holds the floors of the house: imports go down only, never sideways, never in a circle. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { type Import, importsOf } from "./imports.ts";

/** The floor of each folder or file; the longest match counts. Change this table and docs/architecture.md together. */
const FLOORS: readonly (readonly [prefix: string, floor: number])[] = [
  ["server/core/", 0],
  ["server/tariff/", 1],
  ["server/energy/", 1],
  ["server/metering/", 1],
  ["server/smart-charging/", 1],
  ["server/xlsx/", 1],
  ["server/brand/", 1],
  ["server/csv/", 1],
  ["server/protocol/ocpp16/", 2],
  ["server/protocol/ocpi22/", 2],
  ["server/protocol/oicp23/", 2],
  ["db/", 3],
  ["server/services/", 4],
  ["actors/", 5],
  ["server/jobs/", 5],
  ["server/providers/", 5],
  ["server/transport/ocpp/", 6],
  ["server/transport/trpc/", 6],
  ["server/transport/rest/", 6],
  ["server/transport/socket/", 6],
  ["server/transport/health/", 6],
  ["server/transport/exports/", 6],
  ["server/transport/brand/", 6],
  ["server/env.ts", 7],
  ["server/handle.ts", 7],
  ["server/roles/", 8],
  ["server/main.ts", 9],
];

/** Where the environment may be read. */
const ENVIRONMENT = [
  "server/env.ts",
  "server/main.ts",
  "db/migrate.ts",
  "scripts/",
  "e2e/",
  "bench/",
  "simulator/cli.ts",
  "server/testing/",
];

/** What stands beside the house. Anything else in a folder needs a floor, or nothing would be checked there. */
const BESIDE = ["app/", "components/", "messages/", "simulator/", "scripts/", "e2e/", "bench/", "test-data/"];
const HANDLE = "server/handle.ts";

const isTest = (file: string): boolean =>
  file.startsWith("e2e/") ||
  /\.test\.tsx?$/.test(file) ||
  file.startsWith("server/testing/") ||
  file.includes("/testing/");
const isPage = (file: string): boolean => file.startsWith("app/") || file.startsWith("components/");

/** The folder that a file belongs to, and its floor; null for what stands outside the house. */
export function placeOf(file: string): { readonly folder: string; readonly floor: number } | null {
  const [found] = FLOORS.filter(([prefix]) => file.startsWith(prefix)).sort((a, b) => b[0].length - a[0].length);
  return found ? { folder: found[0], floor: found[1] } : null;
}

/** True for a source file in a folder that the table does not know. */
export const isHomeless = (file: string): boolean =>
  file.includes("/") && !isTest(file) && !placeOf(file) && !BESIDE.some((prefix) => file.startsWith(prefix));

/** True when a browser's component takes the handle by value, which exists on the server only. */
export const takesHandleToBrowser = (source: string, imports: readonly Import[]): boolean =>
  /^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*["']use client["']/.test(source) &&
  imports.some(({ target, isType }) => target === HANDLE && !isType);

/** What is wrong with an import; null when nothing is. */
export function problemOf({ from, target, isType }: Import): string | null {
  if (target === null) return null;
  if (from.startsWith("simulator/") && !target.startsWith("simulator/")) {
    return isTest(from) ? null : "the simulator imports nothing of ours";
  }
  if (isTest(from)) return null;
  if (isTest(target) && placeOf(from)) return "test support is for tests";
  if (isPage(from)) return problemOfPage(target, isType);
  const source = placeOf(from);
  if (!source) return null;
  if (isPage(target)) return "the server does not import pages";
  const goal = placeOf(target);
  if (!goal) return "outside of the house";
  if (goal.folder === source.folder) return null;
  // Pages take the handle by value: types bring no code along, anything else would be in their bundle.
  if (from === HANDLE) return isType ? null : "the handle imports types only";
  if (goal.floor > source.floor) return `up, from floor ${source.floor} to ${goal.floor}`;
  if (goal.floor === source.floor) return `sideways on floor ${source.floor}`;
  return null;
}

function problemOfPage(target: string, isType: boolean): string | null {
  if (isType || isPage(target) || target.startsWith("messages/") || target === HANDLE) return null;
  const goal = placeOf(target);
  return goal && goal.floor <= 1 ? null : "pages import values of the server only from floors 0 and 1 and the handle";
}

/** Circles of value imports, each as the files along it. */
export function findCycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, target, isType } of imports) {
    if (target !== null && !isType) next.set(from, [...(next.get(from) ?? []), target]);
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      cycles.push([...trail.slice(start), file]);
      return;
    }
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return cycles;
}

function main(root: string): number {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && !file.endsWith(".d.ts"));
  const problems: string[] = [];
  const imports: Import[] = [];
  for (const file of files) {
    const source = readFileSync(path.join(root, file), "utf8");
    const own = importsOf(file, source);
    imports.push(...own);
    if (isHomeless(file)) problems.push(`${file}: its folder has no floor`);
    if (takesHandleToBrowser(source, own)) problems.push(`${file}: the handle exists on the server only`);
    if (file.startsWith("server/") && file.endsWith(".tsx")) problems.push(`${file}: no .tsx under server/`);
    const mayRead = ENVIRONMENT.some((prefix) => file.startsWith(prefix)) || isTest(file) || !file.includes("/");
    if (!mayRead && /\bprocess\.env\b/.test(source)) problems.push(`${file}: reads the environment`);
  }
  for (const entry of imports) {
    const problem = problemOf(entry);
    if (problem) problems.push(`${entry.from} imports ${entry.target}: ${problem}`);
  }
  for (const cycle of findCycles(imports)) problems.push(`a circle: ${cycle.join(" → ")}`);
  for (const problem of problems) console.error(problem);
  console.log(`${files.length} files, ${imports.length} imports, ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main(path.resolve(import.meta.dirname, "../.."));
