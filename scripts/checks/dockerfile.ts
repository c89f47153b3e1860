/**
 * Runs the Dockerfile's build steps in an empty folder: there is no Docker engine where the tests run, but what its steps
 * are is npm's. The build that `npm test` has just made stands in for the same build again.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "voltplane-image-"));
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file && existsSync(path.join(root, file)));

/** What `.dockerignore` keeps out is also what git ignores; `COPY . .` brings the rest. */
function copy(sources: readonly string[]): void {
  const wanted = sources.includes(".") ? files : sources;
  for (const file of wanted) cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
}

function runStep(command: string): void {
  const script = /^npm run ([\w:-]+)$/.exec(command)?.[1];
  if (script !== undefined && manifest.scripts[script] === undefined)
    throw new Error(`there is no npm script ${script}`);
  if (script === "build:here") {
    symlinkSync(path.join(root, ".next"), path.join(folder, ".next"));
    console.log(`  ${command}: the build that the tests use`);
    return;
  }
  const result = spawnSync(command, {
    cwd: folder,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, CI: "true" },
  });
  if (result.status !== 0) throw new Error(`${command}\n${result.stdout}\n${result.stderr}`);
  console.log(`  ${command}`);
}

try {
  const stages = readFileSync(path.join(root, "Dockerfile"), "utf8").split(/^(?=FROM )/m);
  const build = stages.find((stage) => stage.startsWith("FROM "));
  if (!build?.includes("RUN npm ci")) throw new Error("the Dockerfile's first stage does not install");
  for (const line of build.split("\n")) {
    const [word = "", ...rest] = line.split(/\s+/);
    if (word === "COPY") copy(rest.slice(0, -1));
    if (word === "RUN") runStep(rest.join(" "));
  }
  // Server and migration start with what is left: they say what their environment lacks, and bring nothing along.
  for (const [command, ...args] of [
    [process.execPath, "server/main.ts"],
    ["npm", "run", "migrate"],
  ] as const) {
    const { stderr } = spawnSync(command, args, {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH ?? "", NODE_ENV: "production" },
    });
    const name = [path.basename(command), ...args].join(" ");
    if (!stderr.includes("DATABASE_URL")) throw new Error(`${name} does not start from the image:\n${stderr}`);
    console.log(`  ${name}: asks for its DATABASE_URL`);
  }
  if (existsSync(path.join(folder, ".node24"))) throw new Error("something was installed in the finished image");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
