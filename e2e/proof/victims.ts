import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import * as path from "node:path";
import { isAlive } from "../../scripts/postgres/postmaster.ts";
import { type RunningPostgres, startPostgres } from "../../scripts/postgres/start.ts";
import { SERVER_ARGS } from "../../scripts/server-args.ts";
import type { KillKind } from "./kills.ts";
import { until } from "./wait.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** The processes that are killed: PostgreSQL and the server, both real, in a folder of their own. */
export class Victims {
  readonly #dataDir: string;
  readonly #port: number;
  #postgres: RunningPostgres | null = null;
  #server: ChildProcess | null = null;

  constructor(dataDir: string, port: number) {
    this.#dataDir = dataDir;
    this.#port = port;
  }

  /** Starts PostgreSQL, after a kill with its crash recovery. Gives the URL of its owner. */
  async startPostgres(): Promise<string> {
    const before = this.#postgres?.url;
    this.#postgres = await startPostgres({ dataDir: this.#dataDir, log: () => {} });
    if (before !== undefined && this.#postgres.url !== before) throw new Error("PostgreSQL came back on another port");
    return this.#postgres.url;
  }

  /** An orderly end of PostgreSQL: it closes its connections. */
  async stopPostgres(): Promise<void> {
    await this.#postgres?.stop();
  }

  /** Starts `node server/main.ts` and waits until it says that it is ready. */
  async startServer(): Promise<void> {
    if (!this.#postgres) throw new Error("PostgreSQL first");
    const log = createWriteStream(path.join(this.#dataDir, "server.log"), { flags: "a" });
    const server = spawn(process.execPath, SERVER_ARGS, {
      cwd: root,
      // The channel ends with us, and the server with the channel.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        DATABASE_URL: this.#postgres.url,
        HOST: "127.0.0.1",
        PORT: String(this.#port),
        DATA_DIR: this.#dataDir,
        ROLES: "gateway,worker",
        AUTH_SECRET: "only-for-the-proof-only-for-the-proof",
        LOG_LEVEL: "warn",
        DRAIN_SPREAD_MS: "0",
      },
    });
    server.stdout?.pipe(log);
    server.stderr?.pipe(log);
    this.#server = server;
    await until("the server to be ready", async () => {
      if (server.exitCode !== null) throw new Error(`the server ended: see ${this.#dataDir}/server.log`);
      const answer = await fetch(`http://127.0.0.1:${this.#port}/readyz`).catch(() => null);
      return answer?.ok ?? false;
    });
  }

  /** Stops the server between two of its instructions, and lets it go on. */
  freeze(isFrozen: boolean): void {
    this.#server?.kill(isFrozen ? "SIGSTOP" : "SIGCONT");
  }

  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the processes are gone. */
  async kill(kind: KillKind): Promise<void> {
    const server = kind === "postmaster" ? null : this.#server;
    const postmaster = kind === "server" ? null : this.#postgres;
    server?.kill("SIGKILL");
    if (postmaster) process.kill(postmaster.pid, "SIGKILL");
    await until("the killed to be gone", () => {
      const isServerGone = !server || server.signalCode !== null || server.exitCode !== null;
      return isServerGone && !(postmaster && isAlive(postmaster.pid));
    });
    if (server && server.signalCode !== "SIGKILL") throw new Error("the server ended before it was killed");
  }

  async restart(kind: KillKind): Promise<void> {
    if (kind !== "server") await this.startPostgres();
    if (kind !== "postmaster") await this.startServer();
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server && server.exitCode === null && server.signalCode === null) {
      server.kill("SIGTERM");
      await until("the server to end", () => server.exitCode !== null || server.signalCode !== null);
    }
    await this.#postgres?.stop();
  }
}
