import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Instance } from "./instance.ts";

export type Child = {
  readonly name: string;
  readonly logFile: string;
  /** How it ended, e.g. `exit 1` or `SIGKILL`. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** SIGTERM, and SIGKILL once the grace is over. */
  stop(graceMs: number): Promise<void>;
};

export type ChildOptions = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Output on the terminal instead of in the log file. */
  readonly isShown?: boolean;
};

/** Starts and keeps track of the supervisor's processes, so that none outlives it. */
export class Children {
  readonly #running = new Set<ChildProcess>();
  readonly #cwd: string;
  readonly #logDir: string;
  readonly #instance: Instance;
  #isClosed = false;

  constructor(cwd: string, logDir: string, instance: Instance) {
    this.#cwd = cwd;
    this.#logDir = logDir;
    this.#instance = instance;
  }

  /**
   * Starts a Node script. A process group of its own, so that signals reach it through us and in our order; with an IPC
   * channel, whose end tells it that we are gone. Its output goes to a file, which does not break when we do.
   */
  start({ name, args, env, isShown }: ChildOptions): Child {
    if (this.#isClosed) throw new Error("shutting down");
    const logFile = path.join(this.#logDir, `${name}.log`);
    if (fs.existsSync(logFile) && fs.statSync(logFile).size > 20_000_000) fs.renameSync(logFile, `${logFile}.1`);
    const log = fs.openSync(logFile, "a", 0o600);
    const output = isShown ? "inherit" : log;
    const child = spawn(process.execPath, [...args], {
      cwd: this.#cwd,
      env,
      stdio: ["ignore", output, output, "ipc"],
      detached: true,
    });
    fs.closeSync(log);
    this.#running.add(child);
    if (child.pid) this.#instance.childStarted(name, child.pid);
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(signal ?? `exit ${code}`));
    }).then((how) => {
      this.#running.delete(child);
      if (child.pid) this.#instance.childEnded(child.pid);
      return how;
    });
    return {
      name,
      logFile,
      ended,
      hasEnded: () => !this.#running.has(child),
      stop: (ms) => this.#stop(child, ended, ms),
    };
  }

  /** Starts a script that ends by itself. Throws with its last lines when it fails. */
  async run(options: ChildOptions): Promise<void> {
    const logFile = path.join(this.#logDir, `${options.name}.log`);
    fs.rmSync(logFile, { force: true });
    const child = this.start(options);
    const how = await child.ended;
    if (how !== "exit 0") throw new Error(`${options.name} failed (${how}):\n${lastLines(logFile)}`);
  }

  async #stop(child: ChildProcess, ended: Promise<string>, graceMs: number): Promise<void> {
    if (!this.#running.has(child)) return;
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), graceMs);
    await ended;
    clearTimeout(force);
  }

  /** Ends whatever still runs, and lets nothing new start. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    const all = [...this.#running];
    for (const child of all) child.kill("SIGTERM");
    const force = setTimeout(() => this.kill(), graceMs);
    await Promise.all(
      all.map(
        (child) => new Promise((resolve) => (this.#running.has(child) ? child.once("exit", resolve) : resolve(null))),
      ),
    );
    clearTimeout(force);
  }

  /** The hard way, at once. */
  kill(): void {
    this.#isClosed = true;
    for (const child of this.#running) child.kill("SIGKILL");
  }
}

/** The end of a log file, for a message about a process that failed. */
export function lastLines(file: string, count = 30): string {
  if (!fs.existsSync(file)) return "";
  return fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}
