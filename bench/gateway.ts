/**
 * npm run bench:gateway [-- --quick] [-- --profile FOLDER]: how many messages the gateway keeps durably, what that costs
 * beside the same server without a database, how long answers take and what an idle station weighs. Starts its own
 * PostgreSQL in a temporary folder and ends it. Exits with 1 when an acknowledged message is missing in the database;
 * a missed aim is only printed, since it depends on the machine.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Database, openDatabase } from "../db/client.ts";
import { removeCluster } from "../scripts/postgres/cluster.ts";
import { type RunningPostgres, startPostgres } from "../scripts/postgres/start.ts";
import { prepareDatabase } from "./gateway/prepare-database.ts";
import { type Kept, type Round, toMarkdown } from "./gateway/report.ts";
import { MeasuredServer, type ServerKind, type Window } from "./gateway/run-server.ts";
import { cleanUps, runToEnd } from "./run-to-end.ts";

type Plan = {
  readonly rounds: number;
  readonly stations: number;
  readonly idleStations: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly profileDir: string | null;
};

const FULL = { rounds: 3, stations: 1_000, idleStations: 5_000, warmUpMs: 8_000, durationMs: 10_000 } as const;
const QUICK = { rounds: 1, stations: 600, idleStations: 1_000, warmUpMs: 1_000, durationMs: 3_000 } as const;
/** Connected before memory is measured, so that what the process itself needs is not counted. */
const MEMORY_WARM_UP_STATIONS = 200;
const SETTLE_TIMEOUT_MS = 120_000;

const say = (line: string): void => console.error(line);

type Stage = {
  readonly plan: Plan;
  readonly postgres: RunningPostgres;
  readonly db: Database;
  readonly dataDir: string;
};
type Measured = { readonly meterValues: Window; readonly sessions: Window; readonly paced: Window };

/** What the real servers have acknowledged, over all rounds. */
const acknowledged = { meterValues: 0, sessions: 0 };

async function start(stage: Stage, kind: ServerKind): Promise<MeasuredServer> {
  const { plan, postgres, dataDir } = stage;
  const { url: databaseUrl, pid: postgresPid } = postgres;
  const server = await MeasuredServer.start({ kind, databaseUrl, postgresPid, dataDir, profileDir: plan.profileDir });
  cleanUps.push(() => server.stop());
  return server;
}

async function stop(server: MeasuredServer): Promise<void> {
  cleanUps.pop();
  await server.stop();
}

async function measure(
  stage: Stage,
  kind: ServerKind,
  paceOf: (peak: number) => number,
): Promise<Measured & { readonly settledAfterS: number }> {
  const { stations, warmUpMs, durationMs } = stage.plan;
  const server = await start(stage, kind);
  await server.connect(stations);
  await server.startTransactions();
  const meterValues = await server.peak("meterValues", warmUpMs, durationMs);
  say(`  ${kind}: ${Math.round(meterValues.perSecond)} MeterValues/s`);
  const paced = await server.paced(paceOf(meterValues.perSecond), warmUpMs, durationMs);
  const sessions = await server.peak("sessions", warmUpMs, durationMs);
  say(`  ${kind}: ${Math.round(sessions.sessionsPerSecond)} sessions/s`);
  let settledAfterS = 0;
  if (kind === "persisted") {
    const counts = await server.acknowledged();
    acknowledged.meterValues += counts.meterValues;
    acknowledged.sessions += counts.sessions;
    settledAfterS = await untilSettled(stage.db);
  }
  await stop(server);
  return { meterValues, sessions, paced, settledAfterS };
}

async function untilSettled(db: Database): Promise<number> {
  const begunAt = performance.now();
  while (performance.now() - begunAt < SETTLE_TIMEOUT_MS) {
    const [row] = await db.sql<{ due: bigint }[]>`
      select count(*) as due from session where state = 'ended' and settled_at is null`;
    if (row?.due === 0n) break;
    await sleep(200);
  }
  return (performance.now() - begunAt) / 1000;
}

async function measureIdle(stage: Stage): Promise<number> {
  const server = await start(stage, "persisted");
  await server.connect(MEMORY_WARM_UP_STATIONS);
  const before = await server.residentBytes();
  await server.connect(stage.plan.idleStations);
  const after = await server.residentBytes();
  await stop(server);
  return (after - before) / stage.plan.idleStations;
}

async function measureRound(stage: Stage): Promise<Round> {
  const persisted = await measure(stage, "persisted", (peak) => peak / 2);
  const half = persisted.meterValues.perSecond / 2;
  const unpersisted = await measure(stage, "unpersisted", () => half);
  return {
    meterValues: { persisted: persisted.meterValues, unpersisted: unpersisted.meterValues },
    sessions: { persisted: persisted.sessions, unpersisted: unpersisted.sessions },
    paced: { persisted: persisted.paced, unpersisted: unpersisted.paced },
    settledAfterS: persisted.settledAfterS,
    idleBytesPerStation: await measureIdle(stage),
  };
}

type Counts = Pick<Kept, "meterValueRows" | "messageLogRows" | "endedSessions">;

async function countRows(db: Database): Promise<Counts> {
  const [row] = await db.sql<{ readings: bigint; logged: bigint; ended: bigint }[]>`
    select (select count(*) from meter_value) as readings,
           (select count(*) from ocpp_message where action = 'MeterValues' and error_code is null) as logged,
           (select count(*) from session where end_cause = 'stopped') as ended`;
  return {
    meterValueRows: Number(row?.readings),
    messageLogRows: Number(row?.logged),
    endedSessions: Number(row?.ended),
  };
}

/** What was kept beside the history that the database began with. */
async function countKept(db: Database, before: Counts): Promise<Kept> {
  const now = await countRows(db);
  return {
    acknowledgedMeterValues: acknowledged.meterValues,
    meterValueRows: now.meterValueRows - before.meterValueRows,
    messageLogRows: now.messageLogRows - before.messageLogRows,
    acknowledgedSessions: acknowledged.sessions,
    endedSessions: now.endedSessions - before.endedSessions,
  };
}

/** The database of a company that runs for a while, started anew: its write-ahead log goes round in files that are there. */
async function startWithHistory(plan: Plan, dataDir: string): Promise<RunningPostgres> {
  const young = await startPostgres({ dataDir, log: say });
  try {
    await prepareDatabase(young.url, Math.max(plan.stations, plan.idleStations + MEMORY_WARM_UP_STATIONS));
  } finally {
    await young.stop();
  }
  return startPostgres({ dataDir, log: say });
}

async function main(plan: Plan): Promise<number> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-bench-"));
  fs.chmodSync(dataDir, 0o711); // PostgreSQL may run as another user
  cleanUps.push(() => {
    removeCluster(dataDir);
    fs.rmSync(dataDir, { recursive: true, force: true });
  });
  say(
    `load average before the start: ${os
      .loadavg()
      .map((load) => load.toFixed(2))
      .join(" ")}`,
  );
  const postgres = await startWithHistory(plan, dataDir);
  cleanUps.push(() => postgres.stop());
  const db = openDatabase({ url: postgres.url, max: 2, applicationName: "bench", role: "owner" });
  cleanUps.push(() => db.close());
  const history = await countRows(db);
  const stage = { plan, postgres, db, dataDir };
  const rounds: Round[] = [];
  for (let round = 1; round <= plan.rounds; round++) {
    say(`round ${round} of ${plan.rounds}`);
    rounds.push(await measureRound(stage));
    const kept = await countKept(db, history);
    const table = toMarkdown(rounds, kept, plan.stations);
    const tell = round < plan.rounds ? say : console.log; // a run that is cut off has said something
    tell(table);
  }
  const kept = await countKept(db, history);
  return kept.meterValueRows === kept.acknowledgedMeterValues ? 0 : 1;
}

const { values } = parseArgs({ options: { quick: { type: "boolean" }, profile: { type: "string" } } });
runToEnd(() =>
  main({ ...(values.quick ? QUICK : FULL), profileDir: values.profile ? path.resolve(values.profile) : null }),
);
