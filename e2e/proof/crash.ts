/** Proof that nothing that was answered is ever lost, doubled or swallowed: `npm run proof:crash`. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { migrateDatabase } from "../../db/migrate.ts";
import { removeCluster } from "../../scripts/postgres/cluster.ts";
import { compare, type Findings } from "./compare.ts";
import { createFleet } from "./fleet.ts";
import { Ledger } from "./ledger.ts";
import type { Station } from "./station.ts";
import { Victims } from "./victims.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    kills: { type: "string" },
    stations: { type: "string" },
    seed: { type: "string", default: "1" },
    /** Kills of one kind alone: server, postmaster or both. */
    only: { type: "string" },
  },
});
const killCount = Number(values.kills ?? (values.short ? 4 : 24));
const stationCount = Number(values.stations ?? (values.short ? 40 : 200));
const random = mulberry32(Number(values.seed));

type Kind = "server" | "postmaster" | "both";
const KINDS: readonly Kind[] = values.only ? [values.only as Kind] : ["server", "postmaster", "both"];

type Kill = { readonly kind: Kind; readonly inFlight: number };

async function main(): Promise<boolean> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "voltplane-proof-"));
  chmodSync(dataDir, 0o711); // for root's PostgreSQL, which runs as another account
  const port = await freePort();
  const victims = new Victims(dataDir, port);
  const ledger = new Ledger();
  let isRight = false;
  try {
    const url = await victims.startPostgres();
    await migrateDatabase(url);
    const fleet = await createFleet({ url, port, count: stationCount, ledger, random });
    await victims.startServer(url);
    for (const station of fleet) station.start();
    await until(() => ledger.answered > stationCount * 5, 60_000, "the fleet to charge");
    const kills = await killAll(victims, url, ledger);
    await finish(fleet, ledger);
    const sql = postgres(url, { max: 2, onnotice: () => {}, types: { bigint: postgres.BigInt } });
    await until(async () => (await countUnsettled(sql)) === 0, 120_000, "all sessions to be settled");
    const findings = await compare(sql, ledger);
    report(ledger, kills, findings, await durability(sql));
    await sql.end();
    for (const station of fleet) station.close();
    isRight = ledger.errors.length === 0 && Object.values(findings).every((list) => list.length === 0);
    return isRight;
  } finally {
    await victims.stop();
    if (isRight) {
      removeCluster(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    } else console.error(`what the server and the database said is in ${dataDir}`);
  }
}

async function killAll(victims: Victims, url: string, ledger: Ledger): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (let count = 0; count < killCount; count++) {
    const kind = KINDS[count % KINDS.length] ?? "both";
    const before = ledger.answered;
    await sleep(300 + random() * 1500);
    // Every second kill waits until much is under way; the others come when they come.
    if (count % 2 === 0)
      await until(() => ledger.inFlight >= Math.min(10, stationCount / 4), 10_000, "writes in flight", 0);
    kills.push({ kind, inFlight: ledger.inFlight });
    await victims.kill(kind);
    await sleep(random() * 1000);
    if (kind !== "server") await victims.startPostgres();
    if (kind !== "postmaster") await victims.startServer(url);
    console.log(
      `kill ${count + 1} of ${killCount}: ${kind}, ${kills.at(-1)?.inFlight} in flight, ${ledger.answered} answered`,
    );
    await until(() => ledger.answered > before + stationCount, 60_000, "life to go on");
  }
  return kills;
}

async function finish(fleet: readonly Station[], ledger: Ledger): Promise<void> {
  for (const station of fleet) station.end();
  const waiting = () => fleet.filter((station) => !station.isDone).length;
  await until(() => waiting() === 0, 120_000, "the queues of the stations").catch((error: unknown) => {
    console.error(`${waiting()} stations are not done, ${ledger.inFlight} CALLs in flight`);
    throw error;
  });
}

type ProofSql = postgres.Sql<{ bigint: bigint }>;

async function countUnsettled(sql: ProofSql): Promise<number> {
  const [row] = await sql`select count(*) as n from session where state = 'active' or settled_at is null`;
  return Number(row?.n);
}

async function durability(sql: ProofSql): Promise<string> {
  const rows = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method', 'data_checksums') order by name`;
  return rows.map(({ name, setting }) => `${name}=${setting}`).join(" ");
}

function report(ledger: Ledger, kills: readonly Kill[], findings: Findings, settings: string): void {
  const byKind = (kind: string) => kills.filter((kill) => kill.kind === kind).length;
  const inFlight = kills.filter((kill) => kill.inFlight > 0);
  const samples = ledger.sessions.reduce((sum, session) => sum + session.samples.length, 0);
  const lines: [string, string | number][] = [
    ["stations", stationCount],
    [
      "kills",
      `${kills.length} (server ${byKind("server")}, postmaster ${byKind("postmaster")}, both ${byKind("both")})`,
    ],
    ["kills with writes in flight", `${inFlight.length} (${inFlight.map((kill) => kill.inFlight).join(", ")} CALLs)`],
    ["messages answered", ledger.answered],
    ["messages repeated", ledger.repeated],
    ["sessions", ledger.sessions.length],
    ["samples", samples],
    ["answered with an error", ledger.errors.length],
    ["lost", findings.lost.length],
    ["doubled", findings.doubled.length],
    ["swallowed", findings.swallowed.length],
    ["wrong energy", findings.energy.length],
    ["wrong cost", findings.cost.length],
    ["durability", settings],
  ];
  console.log(`\n${lines.map(([name, value]) => `${name.padEnd(28)} ${value}`).join("\n")}\n`);
  for (const [kind, list] of Object.entries({ ...findings, errors: ledger.errors })) {
    for (const finding of list.slice(0, 10)) console.log(`${kind}: ${finding}`);
  }
}

async function until(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  what: string,
  stepMs = 50,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`);
    await sleep(stepMs);
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** A small seeded generator, so that a run can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

process.exitCode = (await main()) ? 0 : 1;
process.exit();
