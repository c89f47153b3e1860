/**
 * npm test: every check and test of the project, one after the other, each with its time. `--only check|db|e2e` for a part;
 * `--only full` for every screen in every language and look, which is no part of the whole.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { findChromium } from "./browser.ts";
import { startThrowawayPostgres } from "./postgres/start.ts";

const root = path.dirname(import.meta.dirname);
const reports = mkdtempSync(path.join(os.tmpdir(), "voltplane-reports-"));
const bin = (name: string) => path.join(root, "node_modules", ".bin", name);

type Counts = { passed: number; failed: number; skipped: number };
type Outcome = Counts & { readonly name: string; readonly seconds: number };
type Part = "check" | "db" | "e2e" | "full";

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wants = (part: Part): boolean => values.only === undefined || values.only === part;
const outcomes: Outcome[] = [];

/** Ctrl-C, or the loss of who started us, ends the running step and leaves out the others; what was started is put away. */
const interruption = new AbortController();
for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) process.on(event, () => interruption.abort());

/** Runs a program with its output shown. Resolves with its exit code. */
function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    const stop = () => child.kill("SIGTERM");
    interruption.signal.addEventListener("abort", stop, { once: true });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      interruption.signal.removeEventListener("abort", stop);
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}

const node = (...args: string[]) => run(process.execPath, args);

/** A step counts as one test, unless its report tells of more. */
async function step(name: string, work: () => Promise<number>, readReport?: () => Counts): Promise<boolean> {
  if (interruption.signal.aborted) return false;
  console.log(`\n── ${name}`);
  const begun = performance.now();
  const code = await work().catch((error: unknown) => {
    console.error(error);
    return 1;
  });
  const seconds = (performance.now() - begun) / 1000;
  const counts = readReport?.() ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  // A runner that fails without a failing test (it could not start, say) has failed all the same.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  outcomes.push({ name, seconds, ...counts });
  console.log(`── ${name}: ${counts.failed === 0 ? "ok" : "FAILED"} in ${seconds.toFixed(1)} s`);
  return counts.failed === 0;
}

function vitest(project: "unit" | "db", env: Record<string, string> = {}): () => Promise<number> {
  const args = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${reportOf(project)}`,
  ];
  return () => run(bin("vitest"), args, env);
}
const reportOf = (name: string) => path.join(reports, `${name}.json`);

function readVitest(project: string): Counts {
  if (!existsSync(reportOf(project))) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(reportOf(project), "utf8"));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readPlaywright(): Counts {
  if (!existsSync(reportOf("e2e"))) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(reportOf("e2e"), "utf8"));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

async function check(): Promise<void> {
  await step("types", () => run(bin("tsc"), ["--noEmit"]));
  await step("lint and format", () => run(bin("biome"), ["check", "."]));
  for (const [name, file] of [
    ["architecture", "layers"],
    ["paths in docs", "docs"],
    ["versions and lock file", "lock"],
    ["messages in three languages", "messages"],
  ] as const) {
    await step(name, () => node(`scripts/checks/${file}.ts`));
  }
  await step("unit tests", vitest("unit"), () => readVitest("unit"));
}

async function database(): Promise<void> {
  await step(
    "tests on a real PostgreSQL",
    async () => {
      const postgres = await startThrowawayPostgres((line) => console.log(line));
      try {
        return await vitest("db", { DATABASE_URL: postgres.url })();
      } finally {
        await postgres.stop();
      }
    },
    () => readVitest("db"),
  );
}

const playwright = async (env: Record<string, string> = {}): Promise<number> =>
  run(bin("playwright"), ["test"], {
    CHROMIUM_PATH: await findChromium((line) => console.log(line)),
    PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf("e2e"),
    ...env,
  });

async function matrix(): Promise<void> {
  if (!(await step("build", () => node("scripts/build.ts")))) return;
  await step("every screen in every language and look", () => playwright({ E2E_FULL: "1" }), readPlaywright);
}

async function endToEnd(): Promise<void> {
  if (!(await step("build", () => node("scripts/build.ts")))) return;
  await step("no database client in the pages", () => node("scripts/checks/bundle.ts"));
  await step("steps of the Dockerfile", () => node("scripts/checks/dockerfile.ts"));
  await step("end to end in a real browser", playwright, readPlaywright);
  await step("nothing lost when everything is killed (short)", () => node("e2e/proof/crash.ts", "--short"));
}

mkdirSync(reports, { recursive: true });
const begun = performance.now();
try {
  if (wants("check")) await check();
  if (wants("db")) await database();
  if (wants("e2e")) await endToEnd();
  if (values.only === "full") await matrix();
} finally {
  rmSync(reports, { recursive: true, force: true });
}

console.log("");
for (const { name, seconds, passed, failed } of outcomes) {
  console.log(
    `${failed === 0 ? "ok    " : "FAILED"} ${seconds.toFixed(1).padStart(7)} s  ${name} (${passed} passed, ${failed} failed)`,
  );
}
const sum = (key: keyof Counts) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
if (interruption.signal.aborted) console.log("interrupted: the steps that are missing did not run");
console.log(`\nin ${((performance.now() - begun) / 60_000).toFixed(1)} minutes`);
const skipped = sum("skipped");
console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = interruption.signal.aborted ? 130 : sum("failed") === 0 && outcomes.length > 0 ? 0 : 1;
if (process.connected) process.disconnect(); // listening for its end keeps us running
