import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SERVER_ARGS } from "../../scripts/server-args.ts";
import { hashPassword } from "../../server/services/charge-point/password.ts";
import type { TestDatabase } from "../../server/testing/database.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** The one card that may charge. */
export const CARD = "CARD";

export type Identity = { readonly identity: string; readonly password: string; readonly chargePointId: string };

/** The real server, gateway and worker, in a process of its own, with a tenant of charge points. */
export class AttackedServer {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #database: TestDatabase;
  readonly #tenantId = randomUUID();

  private constructor(port: number, child: ChildProcess, database: TestDatabase) {
    this.port = port;
    this.#child = child;
    this.#database = database;
  }

  static async start(database: TestDatabase): Promise<AttackedServer> {
    const port = await freePort();
    const child = spawn(process.execPath, SERVER_ARGS, {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        DATABASE_URL: database.url,
        HOST: "127.0.0.1",
        PORT: String(port),
        ROLES: "gateway,worker",
        AUTH_SECRET: "only-for-the-hostile-test-0123456789",
        LOG_LEVEL: "silent",
        DRAIN_SPREAD_MS: "0",
      },
    });
    const server = new AttackedServer(port, child, database);
    for (let attempt = 0; attempt < 400; attempt++) {
      if ((await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok) break;
      await sleep(50);
    }
    await database.owner.sql`insert into tenant (id, slug, name, time_zone, currency, locale)
      values (${server.#tenantId}, 'victim', 'Victim', 'UTC', 'EUR', 'en')`;
    await database.owner.sql`insert into id_token (tenant_id, id, token, allow_concurrent)
      values (${server.#tenantId}, ${randomUUID()}, ${CARD}, true)`;
    return server;
  }

  url(identity: string): string {
    return `ws://127.0.0.1:${this.port}/ocpp/victim/${encodeURIComponent(identity)}`;
  }

  /** A charge point that was accepted before; its identity is drawn unless it is given. */
  async addStation(identity = `H-${randomBytes(4).toString("hex")}`): Promise<Identity> {
    const password = randomBytes(10).toString("hex");
    const chargePointId = randomUUID();
    await this.#database.owner.sql`insert into charge_point (tenant_id, id, identity, password_hash, first_boot_at)
      values (${this.#tenantId}, ${chargePointId}, ${identity}, ${hashPassword(Buffer.from(password))}, now())`;
    return { identity, password, chargePointId };
  }

  /** Resident memory in MiB. */
  get rssMib(): number {
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#child.pid}/status`, "utf8"))?.[1];
    return Number(kib) / 1024;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await gone;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
