import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process, told apart from a later one with the same number by when it began. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

/** Who runs under this number now; null when nobody does. */
export function identify(pid: number): ProcessIdentity | null {
  if (process.platform === "linux") {
    try {
      // Fields after the name, which may hold spaces: the first is the state, the 20th the start in ticks since boot.
      const fields = fs
        .readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      return fields[0] === "Z" ? null : { pid, startedAt: String(fields[19]) };
    } catch {
      return null; // no such process
    }
  }
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() ? { pid, startedAt: stdout.trim() } : null;
}

export const isRunning = (identity: ProcessIdentity): boolean =>
  identify(identity.pid)?.startedAt === identity.startedAt;

/** Waits until the process has ended; false when the time is over. */
export async function waitForEnd(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  for (const until = Date.now() + timeoutMs; Date.now() < until; await sleep(50)) {
    if (!isRunning(identity)) return true;
  }
  return !isRunning(identity);
}

/** Asks the process to end, and makes it after `graceMs`. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGTERM", graceMs],
    ["SIGKILL", 5000],
  ] as const) {
    if (!isRunning(identity)) return;
    try {
      process.kill(identity.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    if (await waitForEnd(identity, waitMs)) return;
  }
}
