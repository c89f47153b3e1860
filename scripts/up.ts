/** npm run up: starts everything, says where it is, and ends it again in order. `--dev` recompiles and restarts on change. */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isBuilt } from "./build.ts";
import { SERVER_ARGS } from "./server-args.ts";
import { checkAddress, waitUntilReady } from "./up/address.ts";
import { type Child, Children, lastLines } from "./up/children.ts";
import { localAuthority, readConfig, type UpConfig } from "./up/config.ts";
import { isDatabaseEmpty, openUpDatabase, type UpDatabase } from "./up/database.ts";
import { describeStart, findMade, forgetMade, moveMade } from "./up/demo.ts";
import { claimInstance, type Instance } from "./up/instance.ts";
import { say, step } from "./up/progress.ts";
import { findAuthSecret } from "./up/secret.ts";
import { watchServerFiles } from "./up/watch.ts";

/** More than the server gives itself. */
const DRAIN_MS = 60_000 + (Number(process.env.DRAIN_SPREAD_MS) || 0);
const FLEET_GRACE_MS = 10_000;

class Supervisor {
  readonly #config: UpConfig;
  readonly #instance: Instance;
  readonly #children: Children;
  readonly #startedAt = Date.now();
  #database: Promise<UpDatabase> | null = null;
  #server: Child | null = null;
  #fleet: Child | null = null;
  #isStopping = false;
  #isRestarting = false;
  /** Resolves when the server ends without being asked. */
  readonly #crashed = Promise.withResolvers<never>();

  constructor(config: UpConfig, instance: Instance) {
    this.#config = config;
    this.#instance = instance;
    this.#children = new Children(config.root, config.dataDir, instance);
  }

  /** Starts everything; then runs until the server crashes, which is thrown. */
  async run(): Promise<never> {
    const config = this.#config;
    await checkAddress(config);
    const [env] = await Promise.all([this.#prepareDatabase(), this.#build()]);
    moveMade(config.dataDir, localAuthority(config));
    const server = this.#startServer(env);
    await step("starting the server", () => Promise.race([waitUntilReady(config, server, say), this.#crashed.promise]));
    const made = findMade(config.dataDir);
    if (config.withDemo) void this.#keepFleet(env);
    if (config.isDev) watchServerFiles(config.root, () => void this.#restartServer(env));
    say(describeStart(localAuthority(config), made, config.dataDir, (Date.now() - this.#startedAt) / 1000));
    return this.#crashed.promise;
  }

  /** Ends everything in order: no new work, then the drain, then the database that the drain writes to. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#instance.stopping();
    await this.#fleet?.stop(FLEET_GRACE_MS);
    if (this.#server && !this.#server.hasEnded())
      await step("draining the server", async () => this.#server?.stop(DRAIN_MS));
    await this.#children.close(FLEET_GRACE_MS);
    const database = await this.#database?.catch(() => null); // its failure was what is being stopped for
    if (database) await step("stopping the database", () => database.stop());
    this.#instance.release();
  }

  /** Ends everything at once. The database recovers at the next start. */
  async kill(): Promise<void> {
    this.#children.kill();
    const database = await Promise.race([this.#database?.catch(() => null), sleep(100, null)]);
    database?.kill();
  }

  #file(name: string): string {
    return path.join(this.#config.dataDir, name);
  }

  async #prepareDatabase(): Promise<NodeJS.ProcessEnv> {
    const config = this.#config;
    this.#database = step("starting PostgreSQL", () => openUpDatabase(config.databaseUrl, config.dataDir, say));
    const { url } = await this.#database;
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: config.isDev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: url,
      PORT: String(config.port),
      HOST: config.host,
      DATA_DIR: config.dataDir,
      AUTH_SECRET: findAuthSecret(config.dataDir, process.env),
    };
    await step("migrating the database", () => this.#children.run({ name: "migrate", args: ["db/migrate.ts"], env }));
    if (await isDatabaseEmpty(url)) {
      forgetMade(config.dataDir);
      const [name, script] = config.withDemo ? ["seed", "scripts/seed/demo.ts"] : ["owner", "scripts/seed/owner.ts"];
      const what = config.withDemo ? "writing demo data" : "creating the first login";
      await step(what, () => this.#children.run({ name, args: [script], env }));
    }
    return env;
  }

  async #build(): Promise<void> {
    if (this.#config.isDev || isBuilt(this.#config.root)) return;
    await step("building the pages", () =>
      this.#children.run({ name: "build", args: ["scripts/build.ts"], env: process.env }),
    );
  }

  #startServer(env: NodeJS.ProcessEnv): Child {
    const server = this.#children.start({ name: "server", args: SERVER_ARGS, env, isShown: this.#config.isDev });
    this.#server = server;
    void server.ended.then((how) => {
      if (this.#isStopping || this.#isRestarting || this.#server !== server) return;
      if (this.#config.isDev) return say(`the server ended (${how}); it starts again when a file changes`);
      this.#crashed.reject(new Error(`the server ended (${how}):\n${lastLines(server.logFile)}`));
    });
    return server;
  }

  async #restartServer(env: NodeJS.ProcessEnv): Promise<void> {
    if (this.#isStopping || this.#isRestarting) return;
    this.#isRestarting = true;
    say("server files changed: restarting the server");
    await this.#server?.stop(5000);
    this.#isRestarting = false;
    if (!this.#isStopping) this.#startServer(env);
  }

  /** Runs the demo's charge points; they come back, ever more slowly, when their process dies. */
  async #keepFleet(env: NodeJS.ProcessEnv): Promise<void> {
    if (!fs.existsSync(this.#file("fleet.json")))
      return say(`no demo charge points: ${this.#file("fleet.json")} is missing`);
    const args = ["simulator/cli.ts", "--fleet", this.#file("fleet.json")];
    for (let pauseMs = 1000; !this.#isStopping; pauseMs = Math.min(pauseMs * 2, 30_000)) {
      const startedAt = Date.now();
      const fleet = this.#children.start({ name: "fleet", args, env });
      this.#fleet = fleet;
      const how = await fleet.ended;
      if (this.#isStopping) return;
      if (Date.now() - startedAt > 60_000) pauseMs = 1000;
      say(`the demo charge points ended (${how}, see ${fleet.logFile}); again in ${pauseMs / 1000} s`);
      await sleep(pauseMs);
    }
  }
}

async function main(): Promise<void> {
  const config = readConfig(path.dirname(import.meta.dirname), process.env, process.argv.slice(2));
  process.stdout.on("error", () => process.stdout.destroy()); // the reader of a pipe went away; the work goes on
  fs.mkdirSync(config.dataDir, { recursive: true, mode: 0o711 });
  let isAsked = false;
  const asked = Promise.withResolvers<"asked">();
  let supervisor: Supervisor | null = null;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const) {
    process.on(signal, () => {
      // Losing our starter after it passed a signal on is no second wish.
      if (isAsked && signal === "disconnect") return;
      if (isAsked || !supervisor) {
        say("ending at once");
        void (supervisor?.kill() ?? Promise.resolve()).finally(() => process.exit(130));
      } else say("stopping (once more to force) …");
      isAsked = true;
      asked.resolve("asked");
    });
  }
  supervisor = new Supervisor(config, await claimInstance(config.dataDir, say));
  const failure = await Promise.race([
    supervisor.run().catch((error: unknown) => ({ error })),
    asked.promise.then(() => null),
  ]);
  if (failure) say(`\n${failure.error instanceof Error ? failure.error.message : String(failure.error)}\n`);
  await supervisor.stop();
  process.exit(failure ? 1 : 0);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
