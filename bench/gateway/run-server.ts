import { randomBytes } from "node:crypto";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SERVER_ARGS } from "../../scripts/server-args.ts";
import { Child } from "./child.ts";
import { familyCpuMs, machineCpuMs } from "./cpu-time.ts";
import type { LoadOrder, LoadReport } from "./load.ts";
import type { ProbeOrder, ProbeReport } from "./probe.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** Two keep each below the share of a core at which a generator would measure itself. */
const LOAD_PROCESSES = 2;

export type ServerKind = "persisted" | "unpersisted";

export type ServerOptions = {
  readonly kind: ServerKind;
  readonly databaseUrl: string;
  readonly postgresPid: number;
  readonly dataDir: string;
  /** Where V8 writes the server's CPU profile when it ends. */
  readonly profileDir: string | null;
};

/** What was used and done between two instants. Busy is CPU time over time: 1 is one core. */
export type Window = {
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly serverBusy: number;
  readonly postgresBusy: number | null;
  /** Of the busiest load generator. */
  readonly loadBusy: number;
  /** Of everything else on the machine. */
  readonly othersBusy: number | null;
  readonly sessionsPerSecond: number;
  readonly latenciesMs: readonly number[];
};

type Sample = {
  readonly atMs: number;
  readonly serverMs: number;
  readonly postgresMs: number | null;
  readonly loads: readonly LoadReport[];
  readonly machineMs: number | null;
  readonly ownMs: number;
};

/** A server in a process of its own, with the load generators that speak to it. */
export class MeasuredServer {
  readonly #server: Child<ProbeOrder>;
  readonly #loads: readonly Child<LoadOrder>[];
  readonly #postgresPid: number;
  readonly #url: string;
  #stations = 0;

  private constructor(server: Child<ProbeOrder>, options: ServerOptions, port: number) {
    this.#server = server;
    this.#postgresPid = options.postgresPid;
    this.#url = `ws://127.0.0.1:${port}`;
    this.#loads = Array.from({ length: LOAD_PROCESSES }, () => new Child<LoadOrder>({ script: scriptOf("load.ts") }));
  }

  static async start(options: ServerOptions): Promise<MeasuredServer> {
    const { kind, databaseUrl, dataDir, profileDir } = options;
    const { promise, resolve } = Promise.withResolvers<number>();
    const [script = "", flags] = [SERVER_ARGS.at(-1), SERVER_ARGS.slice(0, -1)];
    const server = new Child<ProbeOrder>({
      script: kind === "persisted" ? path.join(ROOT, script) : scriptOf("unpersisted-server.ts"),
      nodeArgs: [
        ...flags,
        ...["--expose-gc", "--import", scriptOf("probe.ts")],
        ...(profileDir ? ["--cpu-prof", `--cpu-prof-dir=${path.join(profileDir, kind)}`] : []),
      ],
      env: {
        ...{ NODE_ENV: "production", ROLES: "gateway,worker", HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "info" },
        ...{ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, AUTH_SECRET: randomBytes(24).toString("hex") },
        DRAIN_SPREAD_MS: "0",
      },
      onLine: (line) => {
        const entry = line.startsWith("{")
          ? (JSON.parse(line) as { level: number; msg?: string; port?: number })
          : null;
        if (entry?.msg === "ready" && entry.port) resolve(entry.port);
        else if (!entry || entry.level >= 40) console.error(line);
      },
    });
    return new MeasuredServer(server, options, await promise);
  }

  /** Connects and boots so many more stations. */
  async connect(count: number): Promise<void> {
    const share = Math.ceil(count / this.#loads.length);
    const orders = this.#loads.map((load, index) => {
      const first = this.#stations + index * share;
      return load.ask<null>({
        kind: "connect",
        url: this.#url,
        first,
        count: Math.max(0, Math.min(share, this.#stations + count - first)),
      });
    });
    await Promise.all(orders);
    this.#stations += count;
  }

  async startTransactions(): Promise<void> {
    await this.#all({ kind: "startTransactions" });
  }

  /** As many messages as can be answered, one CALL in flight per station. */
  async peak(load: "meterValues" | "sessions", warmUpMs: number, durationMs: number): Promise<Window> {
    await this.#all({ kind: "run", load });
    return this.#window(warmUpMs, durationMs);
  }

  /** MeterValues by a timetable. */
  async paced(perSecond: number, warmUpMs: number, durationMs: number): Promise<Window> {
    await this.#all({ kind: "pace", perSecond: perSecond / this.#loads.length });
    return this.#window(warmUpMs, durationMs);
  }

  /** Resident memory of the server, in bytes, after its garbage is collected. */
  async residentBytes(): Promise<number> {
    for (let round = 0; round < 3; round++) {
      await this.#server.ask<ProbeReport>({ kind: "collectGarbage" });
      await sleep(1_000);
    }
    return (await this.#server.ask<ProbeReport>({ kind: "measure" })).residentBytes;
  }

  /** What was answered since the start. */
  async acknowledged(): Promise<{ meterValues: number; sessions: number }> {
    const reports = await this.#all<LoadReport>({ kind: "report" });
    return { meterValues: sumOf(reports, "meterValues"), sessions: sumOf(reports, "sessions") };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#loads.map((load) => load.stop()));
    await this.#server.stop();
  }

  async #window(warmUpMs: number, durationMs: number): Promise<Window> {
    await sleep(warmUpMs);
    const before = await this.#sample();
    await sleep(durationMs);
    const after = await this.#sample();
    await this.#all({ kind: "halt" });
    return toWindow(before, after);
  }

  async #sample(): Promise<Sample> {
    const [probe, loads] = await Promise.all([
      this.#server.ask<ProbeReport>({ kind: "measure" }),
      this.#all<LoadReport>({ kind: "report" }),
    ]);
    const own = process.cpuUsage();
    return {
      atMs: performance.now(),
      serverMs: probe.cpuMs,
      postgresMs: familyCpuMs(this.#postgresPid),
      loads,
      machineMs: machineCpuMs(),
      ownMs: (own.user + own.system) / 1000,
    };
  }

  #all<Answer = null>(order: LoadOrder): Promise<Answer[]> {
    return Promise.all(this.#loads.map((load) => load.ask<Answer>(order)));
  }
}

const scriptOf = (name: string): string => path.join(import.meta.dirname, name);
const sumOf = (reports: readonly LoadReport[], key: "messages" | "meterValues" | "sessions" | "cpuMs"): number =>
  reports.reduce((sum, report) => sum + report[key], 0);

function toWindow(before: Sample, after: Sample): Window {
  const ms = after.atMs - before.atMs;
  const gained = (key: "messages" | "sessions" | "cpuMs") => sumOf(after.loads, key) - sumOf(before.loads, key);
  const serverMs = after.serverMs - before.serverMs;
  const postgresMs = difference(before.postgresMs, after.postgresMs);
  const machineMs = difference(before.machineMs, after.machineMs);
  const ours = serverMs + (postgresMs ?? 0) + gained("cpuMs") + (after.ownMs - before.ownMs);
  return {
    perSecond: gained("messages") / (ms / 1000),
    perCpuSecond: gained("messages") / (serverMs / 1000),
    serverBusy: serverMs / ms,
    postgresBusy: postgresMs === null ? null : postgresMs / ms,
    loadBusy: Math.max(...after.loads.map((load, index) => load.cpuMs - (before.loads[index]?.cpuMs ?? 0))) / ms,
    othersBusy: machineMs === null ? null : Math.max(0, machineMs - ours) / ms,
    sessionsPerSecond: gained("sessions") / (ms / 1000),
    latenciesMs: after.loads.flatMap(({ latenciesMs }) => latenciesMs),
  };
}

const difference = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : after - before;
