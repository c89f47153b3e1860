/**
 * Proof that nothing that was answered is ever lost, doubled or swallowed: `npm run proof:crash`. A fleet charges; server and
 * database are killed again and again; at the end the harness's own ledger is held against the database, by content.
 */
import { mkdtempSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { migrateDatabase } from "../../db/migrate.ts";
import { removeCluster } from "../../scripts/postgres/cluster.ts";
import { compare, countKeptUnanswered } from "./compare.ts";
import { isFlawless } from "./findings.ts";
import { createFleet, type Fleet } from "./fleet.ts";
import { AIMED_ACTIONS, KILL_KINDS, type Kill, killAgainAndAgain } from "./kills.ts";
import { Ledger } from "./ledger.ts";
import { observeOutage } from "./outage.ts";
import { seededRandom } from "./random.ts";
import { printReport } from "./report.ts";
import { countUnsettled, openOwner, readDurability, readRows } from "./rows.ts";
import { Victims } from "./victims.ts";
import { freePort, until } from "./wait.ts";

const USAGE =
  "node e2e/proof/crash.ts [--short] [--kills N] [--stations N (at most 300)] [--seed N] [--only server|postmaster|both]";
const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    kills: { type: "string" },
    stations: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const kills = Number(values.kills ?? (values.short ? 4 : 24));
const stations = Number(values.stations ?? (values.short ? 40 : 200));
const seed = Number(values.seed);
const kinds = KILL_KINDS.filter((kind) => values.only === undefined || values.only === kind);
if (![kills, stations, seed].every(Number.isSafeInteger) || stations < 1 || stations > 300 || kinds.length === 0) {
  throw new Error(USAGE);
}

async function main(): Promise<boolean> {
  const begun = performance.now();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "voltplane-proof-"));
  const port = await freePort();
  const victims = new Victims(dataDir, port);
  const ledger = new Ledger();
  const random = seededRandom(seed);
  let isRight = false;
  try {
    const url = await victims.startPostgres();
    await migrateDatabase(url);
    const fleet = await createFleet({ url, port, count: stations, ledger, random });
    await victims.startServer();
    for (const station of fleet.stations) station.start();
    await until("the fleet to charge", () => ledger.answered > stations * 5);
    const say = (what: string) => console.log(`${((performance.now() - begun) / 1000).toFixed(0)} s: ${what}`);
    say("the fleet charges");
    const outage = await observeOutage(victims, fleet, ledger);
    const many = Math.ceil(stations / 4);
    const done = await killAgainAndAgain({
      count: kills,
      kinds,
      many,
      answersBetween: stations,
      url,
      victims,
      ledger,
      random,
    });
    say("all kills are done");
    await finish(fleet);
    say("all stations are done");
    const sql = openOwner(url);
    await until("all sessions to be settled", async () => (await countUnsettled(sql)) === 0, { stepMs: 200 });
    const [rows, durability] = [await readRows(sql), await readDurability(sql)];
    await sql.end();
    for (const { link } of fleet.stations) link.close();
    const findings = compare(ledger, rows);
    const keptUnanswered = countKeptUnanswered(ledger, rows);
    printReport({ stations, kills: done, outage, ledger, keptUnanswered, findings, durability });
    console.log(`in ${((performance.now() - begun) / 1000).toFixed(0)} s, seed ${seed}`);
    isRight =
      isFlawless(findings) &&
      ledger.errors.length === 0 &&
      outage.flaws.length === 0 &&
      meansSomething(done, keptUnanswered);
    return isRight;
  } finally {
    await victims.stop();
    if (isRight) {
      removeCluster(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    } else console.error(`what the server and the database said is in ${dataDir}`);
  }
}

/** Lets every session end and every queue run empty. */
async function finish({ stations }: Fleet): Promise<void> {
  for (const station of stations) station.end();
  const isDone = () => stations.every((station) => station.isDone);
  await until("the stations to be done", isDone, { timeoutMs: 300_000 });
}

/** Kills of an idle system prove nothing, and neither do repeats that meet nothing that was kept. */
function meansSomething(done: readonly Kill[], keptUnanswered: ReadonlyMap<string, number>): boolean {
  const isEnough = 2 * done.filter(({ inFlight }) => inFlight > 0).length >= done.length;
  if (!isEnough) console.error("less than half of the kills came while writes were in flight");
  const missed = AIMED_ACTIONS.filter(
    (action) => (keptUnanswered.get(action) ?? 0) < done.filter(({ aimedAt }) => aimedAt === action).length,
  );
  for (const action of missed) console.error(`a kill between commit and answer of ${action} cut off no answer`);
  return isEnough && missed.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
process.exit();
