import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

/** A project without dependencies, so that its install takes a moment. */
let project = "";
beforeEach(() => {
  project = fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-bootstrap-"));
  fs.cpSync(path.join(import.meta.dirname, "node24"), path.join(project, "scripts/node24"), { recursive: true });
  fs.cpSync(path.join(import.meta.dirname, "bootstrap.mjs"), path.join(project, "scripts/bootstrap.mjs"));
  const manifest = { name: "bare", version: "1.0.0" };
  const lock = { ...manifest, lockfileVersion: 3, requires: true, packages: { "": manifest } };
  fs.writeFileSync(path.join(project, "package.json"), JSON.stringify(manifest));
  fs.writeFileSync(path.join(project, "package-lock.json"), JSON.stringify(lock));
  fs.mkdirSync(path.join(project, "node_modules"));
  fs.mkdirSync(path.join(project, ".node24"));
});
afterEach(() => fs.rmSync(project, { recursive: true, force: true }));

test.runIf(process.platform === "linux")(
  "an install is not waited for when another process has its number now",
  async () => {
    const lock = path.join(project, ".node24/install.lock");
    fs.writeFileSync(lock, String(process.pid));
    const longAgo = new Date(Date.now() - 60_000);
    fs.utimesSync(lock, longAgo, longAgo);
    const bootstrap = path.join(project, "scripts/bootstrap.mjs");
    const { stderr } = await promisify(execFile)(process.execPath, [bootstrap], { timeout: 30_000 });
    expect(stderr).not.toContain("waiting");
    expect(fs.existsSync(lock)).toBe(false);
  },
);
