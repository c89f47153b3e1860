import { spawnSync } from "node:child_process";
import * as fs from "node:fs";

/** An account of this machine. */
export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number };

const numberOf = (flag: "-u" | "-g", name: string): number | null => {
  const answer = spawnSync("id", [flag, name], { encoding: "utf8" });
  return answer.status === 0 ? Number(answer.stdout.trim()) : null;
};

/**
 * Who runs PostgreSQL, which refuses to run as root: null for "we ourselves". For root it is the owner of an existing
 * cluster, else the account `postgres`, else `nobody`. No account is ever created.
 */
export function findPostgresUser(clusterDir: string): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  if (fs.existsSync(clusterDir)) {
    const { uid, gid } = fs.statSync(clusterDir);
    if (uid !== 0) return { name: `user ${uid}`, uid, gid };
  }
  for (const name of ["postgres", "nobody"]) {
    const uid = numberOf("-u", name);
    const gid = numberOf("-g", name);
    if (uid && gid !== null) return { name, uid, gid };
  }
  throw new Error("PostgreSQL does not run as root, and there is no account postgres or nobody; set DATABASE_URL");
}

/** Spawn options that start a process as `user` in a folder that everybody may enter. */
export const asUser = (user: SystemUser | null): { cwd: string; uid?: number; gid?: number } =>
  user ? { cwd: "/", uid: user.uid, gid: user.gid } : { cwd: "/" };

/** True when `user` can execute the program and it succeeds. */
export function canRun(program: string, args: readonly string[], user: SystemUser | null): boolean {
  return spawnSync(program, [...args], { ...asUser(user), stdio: "ignore" }).status === 0;
}

/** True when `user` can enter the folder and write in it. */
export const canWrite = (folder: string, user: SystemUser | null): boolean =>
  canRun("/bin/sh", ["-c", 'cd "$1" && test -w .', "sh", folder], user);
