import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A running PostgreSQL as its postmaster.pid tells. */
export type Postmaster = { readonly pid: number; readonly port: number };

/** Reads postmaster.pid of a cluster; null when there is none or it is half written. */
export function readPostmaster(clusterDir: string): (Postmaster & { isReady: boolean }) | null {
  const file = path.join(clusterDir, "postmaster.pid");
  if (!fs.existsSync(file)) return null;
  // Lines: pid, data directory, start time, port, socket directory, listen address, shared memory, status.
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  return { pid, port: Number(lines[3] ?? 0), isReady: (lines[7] ?? "").trim() === "ready" };
}

/** True when the process exists and is a PostgreSQL server of this very cluster, and no other process that got its number. */
export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === "linux") {
    try {
      return (
        fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres" &&
        fs.realpathSync(folderOf(pid)) === fs.realpathSync(clusterDir)
      );
    } catch {
      return false; // ended meanwhile
    }
  }
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.includes("postgres") && stdout.includes(clusterDir);
}

/**
 * The cluster of a postmaster: its working directory. Of another account's process that is hidden even from root where it
 * lacks a capability, as in a container; what it was started with is not.
 */
function folderOf(pid: number): string {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    const words = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return words[words.indexOf("-D") + 1] ?? "";
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Fast shutdown: open transactions are rolled back, everything is written. After a minute it is ended the hard way (recovers at the next start). */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", 60_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
      throw error;
    }
    for (const until = Date.now() + waitMs; Date.now() < until; ) {
      if (!isAlive(pid)) return;
      await sleep(50);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end`);
}
