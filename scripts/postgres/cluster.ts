import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import type { Binaries } from "./binaries.ts";
import { asUser, canWrite, type SystemUser } from "./system-user.ts";

/** What we know of the cluster of a data folder; kept in `postgres.json` there, readable by its owner only. */
export type ClusterFile = {
  /** The cluster's own folder; not below the data folder when PostgreSQL's account cannot reach that. */
  readonly folder: string;
  readonly password: string;
  /** The last TCP port, asked for again at the next start. */
  readonly port: number | null;
};

/** The superuser: creates the owner and looks after the cluster. The product never signs in with it. */
export const SUPERUSER = "postgres";
/** Owns the product's databases. No superuser, so that row-level security holds as on a hosted PostgreSQL. */
export const OWNER = "voltplane";

/** Where clusters and copies of the binaries go when PostgreSQL's account cannot reach the project's folder. */
export const SHELTER = "/var/lib/voltplane";

const fileOf = (dataDir: string): string => path.join(dataDir, "postgres.json");
const insideOf = (dataDir: string): string => path.resolve(dataDir, "postgres");
/** In a cluster outside of its data folder: tells where that is. */
const ownerOf = (folder: string): string => path.join(folder, "voltplane-data-dir");
/** True when the folder holds a whole cluster. */
export const isMade = (folder: string): boolean => fs.existsSync(path.join(folder, "PG_VERSION"));

/** What is known of the data folder's cluster; null when there is none yet. */
export function readClusterFile(dataDir: string): ClusterFile | null {
  const file = fileOf(dataDir);
  if (!fs.existsSync(file)) return null;
  const noted = JSON.parse(fs.readFileSync(file, "utf8")) as ClusterFile;
  // A cluster inside is the data folder's own, wherever the two were when the note was written.
  const inside = insideOf(dataDir);
  return { ...noted, folder: isMade(inside) ? inside : path.resolve(dataDir, noted.folder) };
}

/** Decides where the cluster of a data folder shall be, and writes that down before anything is made. */
export function newClusterFile(dataDir: string, user: SystemUser | null): ClusterFile {
  return saveClusterFile(dataDir, {
    folder: chooseFolder(dataDir, user),
    password: randomBytes(24).toString("base64url"),
    port: null,
  });
}

export function saveClusterFile(dataDir: string, cluster: ClusterFile): ClusterFile {
  const partial = `${fileOf(dataDir)}.${process.pid}`;
  // Relative where it can be: the data folder may be moved or copied.
  const folder = cluster.folder === insideOf(dataDir) ? path.basename(cluster.folder) : cluster.folder;
  fs.writeFileSync(partial, `${JSON.stringify({ ...cluster, folder }, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(partial, fileOf(dataDir));
  return cluster;
}

/**
 * Throws when the cluster is not this data folder's to start: one that was made is gone, or the data folder is a copy of one
 * whose cluster lies outside. Starting all the same would make an empty database, or write into somebody else's.
 */
export function checkCluster(dataDir: string, cluster: ClusterFile): void {
  if (!isMade(cluster.folder)) {
    if (cluster.port === null) return; // not made yet
    throw new Error(
      `there is no database in ${cluster.folder}, where ${fileOf(dataDir)} says that it is. Put it back there; or delete that file to begin with an empty one.`,
    );
  }
  const owner = fs.existsSync(ownerOf(cluster.folder)) ? fs.readFileSync(ownerOf(cluster.folder), "utf8").trim() : null;
  if (!owner || !fs.existsSync(owner) || isSameFolder(owner, dataDir)) return; // ours, or ours before it was moved
  if (readClusterFile(owner)?.folder !== cluster.folder) return;
  throw new Error(
    `${dataDir} is a copy of ${owner}, whose database is in ${cluster.folder}. Stop that one, copy its database (cp -a) and name the copy in ${fileOf(dataDir)}; or delete that file to begin with an empty one.`,
  );
}

/** True for two names of one folder, a mount of it among them. */
function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [fs.statSync(one), fs.statSync(other)];
  return a.ino === b.ino && a.dev === b.dev;
}

/** Notes in a cluster outside of its data folder whose it is. */
export function signCluster(dataDir: string, cluster: ClusterFile): void {
  if (cluster.folder !== insideOf(dataDir)) fs.writeFileSync(ownerOf(cluster.folder), `${path.resolve(dataDir)}\n`);
}

/** Forgets and deletes the cluster of a data folder; it must not run. */
export function removeCluster(dataDir: string): void {
  const known = readClusterFile(dataDir);
  if (known) fs.rmSync(known.folder, { recursive: true, force: true });
  fs.rmSync(fileOf(dataDir), { force: true });
}

/** A folder that `user` can make the cluster in: in the data folder where it can reach that, else in the shelter. */
function chooseFolder(dataDir: string, user: SystemUser | null): string {
  const inside = insideOf(dataDir);
  if (!user || isMade(inside)) return inside;
  // A folder of its own, since initdb must not make it in one that belongs to root.
  fs.mkdirSync(inside, { recursive: true, mode: 0o700 });
  fs.chownSync(inside, user.uid, user.gid);
  if (canWrite(inside, user)) return inside;
  fs.rmdirSync(inside);
  // The name tells whose it is; the random part keeps a data folder that was deleted from coming back.
  const name = createHash("sha256").update(path.resolve(dataDir)).digest("hex").slice(0, 12);
  return path.join(SHELTER, `${name}-${randomBytes(3).toString("hex")}`);
}

/** Makes the cluster unless it is there. Built beside its place and renamed, so that an interrupted start leaves nothing half done. */
export async function createCluster(cluster: ClusterFile, binaries: Binaries, user: SystemUser | null): Promise<void> {
  if (isMade(cluster.folder)) return;
  const owned = (file: string) => user && fs.chownSync(file, user.uid, user.gid);
  fs.mkdirSync(path.dirname(cluster.folder), { recursive: true, mode: 0o755 });
  // The account may write in the cluster's folder, not necessarily beside it: so the new cluster grows inside.
  fs.mkdirSync(cluster.folder, { recursive: true, mode: 0o700 });
  owned(cluster.folder);
  const partial = path.join(cluster.folder, "new");
  const passwordFile = path.join(cluster.folder, "password");
  fs.rmSync(partial, { recursive: true, force: true });
  fs.writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  owned(passwordFile);
  await runTool(
    binaries.initdb,
    [
      `--pgdata=${partial}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // PostgreSQL's own collation: the same order on every machine, whatever its C library.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--data-checksums",
    ],
    user,
  );
  fs.rmSync(passwordFile);
  // PG_VERSION marks a whole cluster: it moves last.
  const entries = fs.readdirSync(partial).sort((a, b) => Number(a === "PG_VERSION") - Number(b === "PG_VERSION"));
  for (const entry of entries) {
    fs.rmSync(path.join(cluster.folder, entry), { recursive: true, force: true });
    fs.renameSync(path.join(partial, entry), path.join(cluster.folder, entry));
  }
  fs.rmdirSync(partial);
}

/** Gives the superuser our password again, for a cluster whose password was lost. The cluster must not run. */
export async function resetPassword(cluster: ClusterFile, binaries: Binaries, user: SystemUser | null): Promise<void> {
  const statement = `ALTER ROLE ${SUPERUSER} PASSWORD '${cluster.password}'`;
  await runTool(binaries.postgres, ["--single", "-D", cluster.folder, "postgres"], user, `${statement}\n`);
}

async function runTool(program: string, args: readonly string[], user: SystemUser | null, input = ""): Promise<void> {
  const child = spawn(program, [...args], {
    ...asUser(user),
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A tool that ends before it has read its input says why in its exit code.
  child.stdin.on("error", () => child.stdin.destroy());
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${path.basename(program)} failed (exit ${code}):\n${output}${errors}`);
}
