import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type RunningPostgres, startPostgres } from "../../scripts/postgres/start.ts";

const root = path.dirname(path.dirname(import.meta.dirname));

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

  async startPostgres(): Promise<string> {
    this.#postgres = await startPostgres({ dataDir: this.#dataDir, log: () => {} });
    return this.#postgres.url;
  }

  async startServer(databaseUrl: string): Promise<void> {
    const log = createWriteStream(path.join(this.#dataDir, "server.log"), { flags: "a" });
    const server = spawn(process.execPath, ["server/main.ts"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        HOST: "127.0.0.1",
        PORT: String(this.#port),
        DATA_DIR: this.#dataDir,
        ROLES: "gateway,worker",
        AUTH_SECRET: "only-for-the-proof-only-for-the-proof",
        LOG_LEVEL: "warn",
      },
    });
    server.stdout?.pipe(log);
    server.stderr?.pipe(log);
    this.#server = server;
    for (let attempt = 0; attempt < 600; attempt++) {
      if (server.exitCode !== null)
        throw new Error(`the server ended with ${server.exitCode}: see ${this.#dataDir}/server.log`);
      const ready = await fetch(`http://127.0.0.1:${this.#port}/readyz`).catch(() => null);
      if (ready?.ok) return;
      await sleep(50);
    }
    throw new Error("the server did not become ready");
  }

  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the processes are gone. */
  async kill(what: "server" | "postmaster" | "both"): Promise<void> {
    if (what !== "postmaster" && this.#server) {
      const gone = new Promise((resolve) => this.#server?.once("exit", resolve));
      this.#server.kill("SIGKILL");
      if (what === "both" && this.#postgres) process.kill(this.#postgres.pid, "SIGKILL");
      await gone;
    } else if (this.#postgres) process.kill(this.#postgres.pid, "SIGKILL");
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server && server.exitCode === null) {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await gone;
    }
    await this.#postgres?.stop();
  }
}
