import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Binaries, findBinaries } from "./binaries.ts";
import {
  type ClusterFile,
  checkCluster,
  createCluster,
  isMade,
  newClusterFile,
  OWNER,
  readClusterFile,
  removeCluster,
  resetPassword,
  SHELTER,
  SUPERUSER,
  saveClusterFile,
  signCluster,
} from "./cluster.ts";
import { createDatabase } from "./create-database.ts";
import { isAlive, isPostmasterOf, readPostmaster, stopPostmaster } from "./postmaster.ts";
import { asUser, findPostgresUser, type SystemUser } from "./system-user.ts";

export type RunningPostgres = {
  /** Of the database `voltplane`, as its owner (no superuser). */
  readonly url: string;
  readonly pid: number;
  /** Fast shutdown; resolves when the server has ended. */
  stop(): Promise<void>;
};

export type StartOptions = {
  /** Created when missing; the same folder gives the same data. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
};

/** What a commit says is on the disk stays there: the three settings that make it so are named, not left to defaults. */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  // Logs of finished work are used again: a commit that must first make a new one waits for 16 MB of zeros.
  min_wal_size: "512MB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};
const START_TIMEOUT_MS = 60_000;

/**
 * Starts the embedded PostgreSQL of a data folder, or takes over the one that runs there. It listens on loopback only and is
 * a process group of its own, so that it outlives a Ctrl-C and even our own death; `stop` ends it.
 * Throws with the server's last log lines when it does not start, and when the cluster is gone or another data folder's.
 */
export async function startPostgres({ dataDir, log }: StartOptions): Promise<RunningPostgres> {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const known = readClusterFile(dataDir);
  const user = findPostgresUser(known?.folder ?? path.join(dataDir, "postgres"));
  const cluster = known ?? newClusterFile(dataDir, user);
  checkCluster(dataDir, cluster);
  const found = readPostmaster(cluster.folder);
  if (found && isPostmasterOf(found.pid, cluster.folder)) {
    const adopted = await adopt(cluster, found.pid);
    if (adopted) {
      signCluster(dataDir, cluster);
      return adopted;
    }
    log("the PostgreSQL left running does not answer; ending it");
    await stopPostmaster(found.pid);
  }
  // A number in a stale file may meanwhile be another program's; PostgreSQL would take that for itself and refuse.
  fs.rmSync(path.join(cluster.folder, "postmaster.pid"), { force: true });
  const runner = { binaries: findBinaries(user, SHELTER), user, logFile: path.join(dataDir, "postgres.log") };
  if (!isMade(cluster.folder)) log("creating the database cluster");
  await createCluster(cluster, runner.binaries, user);
  signCluster(dataDir, cluster);
  return launch(dataDir, cluster, runner);
}

/**
 * A cluster of its own in a new temporary folder, for tests: `stop` ends and deletes it.
 */
export async function startThrowawayPostgres(log: StartOptions["log"]): Promise<RunningPostgres> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-pg-"));
  fs.chmodSync(dataDir, 0o711);
  const running = await startPostgres({ dataDir, log });
  return {
    ...running,
    stop: async () => {
      await running.stop();
      removeCluster(dataDir);
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Runner = { readonly binaries: Binaries; readonly user: SystemUser | null; readonly logFile: string };

async function launch(dataDir: string, first: ClusterFile, runner: Runner): Promise<RunningPostgres> {
  let cluster = first;
  const until = Date.now() + START_TIMEOUT_MS;
  for (let attempt = 1; ; attempt++) {
    cluster = saveClusterFile(dataDir, { ...cluster, port: await freePort(cluster.port) });
    const pid = spawnServer(cluster, runner);
    const outcome = await waitUntilReady(cluster, pid, until);
    if (outcome === "ready") return prepare(cluster, pid);
    if (outcome === "wrongPassword" && attempt < 3) {
      await stopPostmaster(pid);
      await resetPassword(cluster, runner.binaries, runner.user);
      continue;
    }
    const said = tail(runner.logFile);
    // Backends of a killed server hold its memory for a moment; a port may be taken between looking and binding.
    const isPassing = /shared memory block .* still in use|could not bind|could not create any TCP/.test(said);
    if (!isPassing || Date.now() > until) throw new Error(`PostgreSQL did not start:\n${said}`);
    if (/could not bind/.test(said)) cluster = { ...cluster, port: null };
    await sleep(Math.min(200 * attempt, 2000));
  }
}

function spawnServer(cluster: ClusterFile, { binaries, user, logFile }: Runner): number {
  if (fs.existsSync(logFile) && fs.statSync(logFile).size > 10_000_000) fs.renameSync(logFile, `${logFile}.1`);
  const log = fs.openSync(logFile, "a");
  const settings = { ...SETTINGS, port: String(cluster.port) };
  const child = spawn(
    binaries.postgres,
    ["-D", cluster.folder, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...asUser(user),
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" },
      stdio: ["ignore", log, log],
      detached: true,
    },
  );
  fs.closeSync(log);
  child.unref();
  child.on("error", (error) => fs.appendFileSync(logFile, `${error.message}\n`));
  if (!child.pid) throw new Error(`cannot start ${binaries.postgres}`);
  return child.pid;
}

async function waitUntilReady(
  cluster: ClusterFile,
  pid: number,
  until: number,
): Promise<"ready" | "wrongPassword" | "ended"> {
  while (Date.now() < until) {
    if (!isAlive(pid)) return "ended";
    const found = readPostmaster(cluster.folder);
    if (found?.pid === pid && found.isReady) {
      const answer = await ask(cluster, found.port);
      if (answer !== "noAnswer") return answer === "ours" ? "ready" : "wrongPassword";
    }
    await sleep(25);
  }
  await stopPostmaster(pid);
  return "ended";
}

/** Takes over a running server if it is really that of this cluster and our password opens it; null otherwise. */
async function adopt(cluster: ClusterFile, pid: number): Promise<RunningPostgres | null> {
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until && isAlive(pid); await sleep(100)) {
    const found = readPostmaster(cluster.folder);
    if (!found?.isReady) continue; // recovering after a crash, or shutting down
    const answer = await ask(cluster, found.port);
    return answer === "ours" ? prepare({ ...cluster, port: found.port }, pid) : null;
  }
  return null;
}

const urlOf = (cluster: ClusterFile, user: string, database: string, port = cluster.port): string =>
  `postgres://${user}:${cluster.password}@127.0.0.1:${port}/${database}`;

/** Whom does the port belong to? "ours" when the password opens it and it serves this cluster's folder. */
async function ask(cluster: ClusterFile, port: number): Promise<"ours" | "notOurs" | "noAnswer"> {
  const sql = postgres(urlOf(cluster, SUPERUSER, "postgres", port), { max: 1, connect_timeout: 5 });
  try {
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return row && fs.realpathSync(row.folder) === fs.realpathSync(cluster.folder) ? "ours" : "notOurs";
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    return /^28/.test(code) ? "notOurs" : "noAnswer"; // class 28: invalid authorization
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The owner and its database, made once. */
async function prepare(cluster: ClusterFile, pid: number): Promise<RunningPostgres> {
  const sql = postgres(urlOf(cluster, SUPERUSER, "postgres"), { max: 1, onnotice: () => {} });
  try {
    const [owner] = await sql`select from pg_roles where rolname = ${OWNER}`;
    if (!owner) await sql.unsafe(`create role ${OWNER} login createdb createrole`);
    // What a migration creates it may also become: createrole alone grants only administration.
    await sql.unsafe(`alter role ${OWNER} password '${cluster.password}'`);
    await sql.unsafe(`alter role ${OWNER} set createrole_self_grant = 'set, inherit'`);
    const [database] = await sql`select from pg_database where datname = ${OWNER}`;
    if (!database) await createDatabase(urlOf(cluster, OWNER, "postgres"), OWNER);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return { url: urlOf(cluster, OWNER, OWNER), pid, stop: () => stopPostmaster(pid) };
}

/** The wished port of 127.0.0.1 if nobody listens there, else one that the system chooses. */
async function freePort(wished: number | null): Promise<number> {
  for (const port of wished ? [wished, 0] : [0]) {
    const chosen = await new Promise<number | null>((resolve) => {
      const probe = createServer();
      probe.on("error", () => resolve(null));
      probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
        const address = probe.address();
        probe.close(() => resolve(address && typeof address === "object" ? address.port : null));
      });
    });
    if (chosen) return chosen;
  }
  throw new Error("no free TCP port on 127.0.0.1");
}

function tail(file: string): string {
  return fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
