import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isPostmasterOf } from "./postmaster.ts";

/** As root of a container: no look into other accounts' processes. */
const WITHOUT_PTRACE = ["--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"];
const canDrop = process.getuid?.() === 0 && spawnSync("setpriv", [...WITHOUT_PTRACE, "true"]).status === 0;

let place = "";
beforeEach(() => {
  place = fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-postmaster-"));
  fs.chmodSync(place, 0o755);
  for (const name of ["ours", "theirs"]) fs.mkdirSync(path.join(place, name));
});
afterEach(() => fs.rmSync(place, { recursive: true, force: true }));

/** Runs `work` beside a process that looks like the postmaster of the folder `ours`, of another account for root. */
async function besidePostmaster(work: (pid: number, clusterDir: string) => void): Promise<void> {
  const program = path.join(place, "postgres");
  fs.writeFileSync(program, '#!/bin/sh\ncd "$2" && echo ready && read -r end\n', { mode: 0o755 });
  const clusterDir = path.join(place, "ours");
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child = spawn(program, ["-D", clusterDir], { ...nobody, stdio: ["pipe", "pipe", "inherit"] });
  try {
    await new Promise((resolve) => child.stdout.once("data", resolve));
    work(child.pid ?? 0, clusterDir);
  } finally {
    child.stdin.end();
  }
}

test.runIf(process.platform === "linux")("the server of a cluster is known, and no other's is taken for it", () =>
  besidePostmaster((pid, clusterDir) => {
    expect(isPostmasterOf(pid, clusterDir)).toBe(true);
    expect(isPostmasterOf(pid, path.join(place, "theirs"))).toBe(false);
    expect(isPostmasterOf(process.pid, clusterDir)).toBe(false);
  }),
);

test.runIf(canDrop)("it is known, too, by a root that may not look into another account's processes", () =>
  besidePostmaster((pid, clusterDir) => {
    const code = `
      import { isPostmasterOf } from ${JSON.stringify(`${import.meta.dirname}/postmaster.ts`)};
      console.log(isPostmasterOf(${pid}, ${JSON.stringify(clusterDir)}));
      console.log(isPostmasterOf(${pid}, ${JSON.stringify(path.join(place, "theirs"))}));`;
    const node = [process.execPath, "--input-type=module", "--eval", code];
    const { stdout } = spawnSync("setpriv", [...WITHOUT_PTRACE, ...node], { encoding: "utf8" });
    expect(stdout).toBe("true\nfalse\n");
  }),
);
