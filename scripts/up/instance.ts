import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcess, identify, isRunning, type ProcessIdentity, waitForEnd } from "./process-identity.ts";

type Record_ = {
  readonly supervisor: ProcessIdentity;
  readonly isStopping: boolean;
  readonly children: readonly (ProcessIdentity & { readonly name: string })[];
};

/** The one `up` that may use a data folder; it writes down its processes there, so that the next one can end what is left. */
export type Instance = {
  childStarted(name: string, pid: number): void;
  childEnded(pid: number): void;
  stopping(): void;
  release(): void;
};

/**
 * Claims the data folder. Waits for a predecessor that is stopping and ends processes that a killed one left behind.
 * Throws when another `up` is using the folder.
 */
export async function claimInstance(dataDir: string, log: (line: string) => void): Promise<Instance> {
  const file = path.join(dataDir, "up.json");
  const supervisor = identify(process.pid);
  if (!supervisor) throw new Error("cannot tell this process from others");
  let record: Record_ = { supervisor, isStopping: false, children: [] };
  const partial = `${file}.${process.pid}`;
  const save = (next: Record_) => {
    record = next;
    fs.writeFileSync(partial, JSON.stringify(record), { mode: 0o600 });
    fs.renameSync(partial, file);
  };
  for (let attempt = 0; ; attempt++) {
    fs.writeFileSync(partial, JSON.stringify(record), { mode: 0o600 });
    try {
      fs.linkSync(partial, file); // fails when the file is there: only one can claim
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 10) throw error;
      await clearPredecessor(file, dataDir, log);
    } finally {
      fs.rmSync(partial, { force: true });
    }
  }
  return {
    childStarted(name, pid) {
      const identity = identify(pid);
      if (identity) save({ ...record, children: [...record.children, { ...identity, name }] });
    },
    childEnded: (pid) => save({ ...record, children: record.children.filter((child) => child.pid !== pid) }),
    stopping: () => save({ ...record, isStopping: true }),
    release: () => fs.rmSync(file, { force: true }),
  };
}

async function clearPredecessor(file: string, dataDir: string, log: (line: string) => void): Promise<void> {
  let left = readRecord(file);
  // One whose starter was killed a moment ago has yet to notice: give it that moment before calling it alive.
  for (let waited = 0; left && !left.isStopping && isRunning(left.supervisor) && waited < 2000; waited += 200) {
    await sleep(200);
    left = readRecord(file);
  }
  if (!left) return fs.rmSync(file, { force: true });
  if (isRunning(left.supervisor)) {
    if (!left.isStopping) {
      throw new Error(
        `another \`npm run up\` (process ${left.supervisor.pid}) is using ${dataDir}. Stop it (kill ${left.supervisor.pid}), or set DATA_DIR and PORT for a second one.`,
      );
    }
    log(`waiting for process ${left.supervisor.pid}, which is shutting down`);
    if (!(await waitForEnd(left.supervisor, 90_000))) throw new Error(`process ${left.supervisor.pid} does not end`);
  }
  for (const child of left.children) {
    if (!isRunning(child)) continue;
    log(`ending what an earlier run left: ${child.name} (process ${child.pid})`);
    await endProcess(child, 15_000);
  }
  fs.rmSync(file, { force: true });
}

function readRecord(file: string): Record_ | null {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Record_;
  } catch {
    return null; // gone meanwhile, or cut short by a full disk: nobody's claim
  }
}
