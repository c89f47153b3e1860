/** npm run build: builds the pages when their sources changed since the last build. `--force` builds in any case. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.dirname(import.meta.dirname);
const STAMP = path.join(ROOT, ".next", "voltplane-build.json");
/** What can end up in a page. Of the server that is only what the layer rule lets through; all else are types. */
export const SOURCES: readonly string[] = [
  "app",
  "components",
  "messages",
  "public",
  "server/core",
  "server/tariff",
  "server/energy",
  "server/metering",
  "server/xlsx",
  "server/brand",
  "server/smart-charging",
  "server/csv",
  "server/handle.ts",
  "package-lock.json",
  "tsconfig.json",
];
const NO_SOURCE = /\.test\.tsx?$|^public\/reference\/|^(vitest|playwright|drizzle)\.config\.|^next-env\.d\.ts$/;

/** True when the last finished build was made of the sources as they are. Costs one read of them. */
export function isBuilt(root: string = ROOT): boolean {
  const stamp = path.join(root, ".next", "voltplane-build.json");
  if (!fs.existsSync(stamp) || !fs.existsSync(path.join(root, ".next", "BUILD_ID"))) return false;
  const { sources } = JSON.parse(fs.readFileSync(stamp, "utf8")) as { sources?: string };
  return sources === hashSources(root);
}

export function hashSources(root: string): string {
  const hash = createHash("sha256");
  const rootFiles = fs.readdirSync(root).filter((name) => /\.(ts|mjs|js)$/.test(name));
  for (const file of [...SOURCES, ...rootFiles].flatMap((name) => filesBelow(root, name)).sort()) {
    if (NO_SOURCE.test(file)) continue;
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(root: string, name: string): string[] {
  const full = path.join(root, name);
  if (!fs.existsSync(full)) return [];
  if (fs.statSync(full).isFile()) return [name];
  return fs.readdirSync(full).flatMap((entry) => filesBelow(root, `${name}/${entry}`));
}

/** `next build`; its output comes on the standard streams. Exits as it does. */
async function build(): Promise<number> {
  const sources = hashSources(ROOT);
  fs.rmSync(STAMP, { force: true });
  const child = spawn(process.execPath, [path.join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  process.on("disconnect", () => child.kill("SIGTERM"));
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (exitCode) => resolve(exitCode ?? 1));
  });
  if (code === 0) fs.writeFileSync(STAMP, JSON.stringify({ sources }));
  return code;
}

if (import.meta.main) {
  if (isBuilt() && !process.argv.includes("--force")) console.log("The pages are built already.");
  else process.exitCode = await build();
  if (process.connected) process.disconnect();
}
