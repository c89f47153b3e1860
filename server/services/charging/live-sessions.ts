import type { PlainSql } from "../../../db/client.ts";
import { inTenants } from "../../../db/tenancy.ts";
import { inSlices } from "../../core/in-slices.ts";
import type { CompiledTariff } from "../../tariff/compile-tariff.ts";
import type { Deps } from "../context.ts";
import type { Reading } from "../recording/facts.ts";
import { judgeFailure } from "../recording/judge-failure.ts";
import type { Station } from "../station/station.ts";
import { loadEvidence, type SessionKey } from "./load-evidence.ts";
import { loadSessionRows, type SessionRow } from "./load-session-rows.ts";
import type { Tariffs } from "./load-tariffs.ts";
import { RunningTotal, type Total } from "./running-total.ts";
import { toLiveSession } from "./to-live-session.ts";
import { type Progress, writeProgress } from "./write-progress.ts";

/** How often a session is told of at most, in the long run. */
const EVERY_MS = 2_000;
/** What a quiet session has saved up: three readings on one another's heels are each told at once. */
const CREDIT_MS = EVERY_MS;
/** How often it is looked whose turn it is: a few at a time, since an answer must not wait behind a thousand sessions. */
const TICK_MS = 25;
/** What a turn takes at most, as a multiple of its even share, so that what was late catches up. */
const CATCH_UP = 1.25;
const LEAST_OF_A_TURN = 4;
/** Sessions loaded from the database, and written to it, in one transaction. */
const LOADS_AT_ONCE = 200;
const WRITES_AT_ONCE = 100;

/**
 * What running sessions come to so far: energy, power and price by the engine that also settles them. Not on the road of
 * the answer: it hears committed readings, and writes and publishes what changed at once, and a busy session every two
 * seconds. All of
 * it can be rebuilt from the database, which happens when a session is heard of that is not in memory.
 */
export interface LiveSessions {
  /** The session has begun; one that is in memory was told of. */
  begin(station: Station, key: { readonly id: string; readonly startedAt: Date }): void;
  add(station: Station, key: { readonly id: string; readonly startedAt: Date }, readings: readonly Reading[]): void;
  /** A status of the connector: whether the car is waiting decides what its time costs. */
  status(station: Station, connectorNumber: number, status: string, atMs: number): void;
  /** The session has ended: its settlement has the last word. */
  end(sessionId: string): void;
  /** The station is gone: its sessions may come back on another node. */
  forget(station: Station): void;
  /** Works out what has changed, now. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

type Live = {
  readonly station: Station;
  row: SessionRow;
  readonly total: RunningTotal;
  /** Null: nothing says what it costs. */
  readonly tariff: CompiledTariff | null;
  lastReadingAt: Date | null;
  powerW: number | null;
  socPercent: number | null;
  isChanged: boolean;
  /** When its next turn may be, by the performance clock. */
  dueMs: number;
};

type LiveDeps = Deps & {
  /** Connections that find rows by key. */
  readonly keyedSql: PlainSql;
  readonly tariffs: Tariffs;
};

/** What is told of a session while it is loaded. Some of it may be among what is loaded: said twice, it counts once. */
type Heard = {
  readonly station: Station;
  readonly readings: Reading[];
  readonly statuses: { readonly atMs: number; readonly status: string }[];
};

export function createLiveSessions(deps: LiveDeps): LiveSessions {
  const sessions = new Map<string, Live>();
  const toLoad = new Map<string, { station: Station; startedAt: Date; cause: "started" | "progress" }>();
  const loading = new Map<string, Heard>();
  let isLoading = false;
  let isStopped = false;

  const loadAll = async (): Promise<void> => {
    while (toLoad.size > 0 && !isStopped) {
      const batch = [...toLoad].slice(0, LOADS_AT_ONCE);
      const heard = new Map<string, Heard>();
      for (const [id, { station }] of batch) {
        toLoad.delete(id);
        heard.set(id, { station, readings: [], statuses: [] });
      }
      for (const [id, entry] of heard) loading.set(id, entry);
      try {
        const keys = batch.map(([id, { station, startedAt }]) => ({ tenantId: station.tenantId, id, startedAt }));
        const loaded = await loadActive(deps, keys);
        for (const [id, { station, cause }] of batch) {
          const found = loaded.get(id);
          const told = heard.get(id);
          if (!found || !told || loading.get(id) !== told) continue; // it ended, or its station left
          const live = { ...found, station };
          for (const reading of told.readings) foldReading(live, reading);
          for (const status of told.statuses) live.total.hearStatus(status);
          sessions.set(id, live);
          if (cause === "started") publish(deps, live, "started");
        }
      } catch (error) {
        // Their next reading asks again.
        deps.log.warn({ err: error, sessions: batch.length }, "running sessions not loaded");
      }
      for (const [id, entry] of heard) if (loading.get(id) === entry) loading.delete(id);
    }
    isLoading = false;
  };
  const ask = (id: string, station: Station, startedAt: Date, cause: "started" | "progress") => {
    toLoad.set(id, { station, startedAt, cause: toLoad.get(id)?.cause ?? cause });
    if (isLoading) return;
    isLoading = true;
    setImmediate(() => void loadAll());
  };

  const tell = async (changed: readonly Live[]): Promise<void> => {
    for (let first = 0; first < changed.length; first += WRITES_AT_ONCE) {
      const worked = await workOutAll(deps, changed.slice(first, first + WRITES_AT_ONCE));
      const creditMs = performance.now() - CREDIT_MS;
      for (const { live } of worked) live.dueMs = Math.max(live.dueMs + EVERY_MS, creditMs);
      const written = await writeApart(deps, worked).catch((error: unknown) => {
        for (const { live } of worked) live.isChanged = true; // the database is away: the next turn says it
        throw error;
      });
      for (const { live, progress } of worked) {
        if (written.get(live.row.id) === "refused") continue; // until its next reading
        if (!written.has(live.row.id)) {
          live.isChanged = true; // its row was held by somebody else; or it has ended, and will be gone
          continue;
        }
        live.row = progress.row;
        // It may have ended while we wrote: then there is nothing more to say.
        if (sessions.get(live.row.id) !== live) continue;
        sessions.delete(live.row.id); // to the end: whoever waits longest is next
        sessions.set(live.row.id, live);
        publish(deps, live, "progress");
      }
    }
  };
  /** One after the other: what is being told is told when a later turn says that it is done. */
  let underWay: Promise<void> = Promise.resolve();
  const inTurn = (pick: (live: Live) => boolean, most = Number.POSITIVE_INFINITY): Promise<void> => {
    const turn = underWay.then(() => tell([...sessions.values()].filter(pick).slice(0, most)));
    underWay = turn.catch(() => undefined); // whoever asked hears of it
    return turn;
  };
  const sweep = () => inTurn((live) => live.isChanged);

  let timer: NodeJS.Timeout | undefined;
  const tick = async (): Promise<void> => {
    const begunMs = performance.now();
    const share = Math.ceil(((sessions.size * TICK_MS) / EVERY_MS) * CATCH_UP);
    await inTurn((live) => live.isChanged && live.dueMs <= begunMs, Math.max(LEAST_OF_A_TURN, share)).catch(
      (error: unknown) => deps.log.warn({ err: error }, "progress of sessions not written"),
    );
    // What takes long must not take all the time.
    if (!isStopped) timer = setTimeout(tick, Math.max(TICK_MS, (performance.now() - begunMs) * 4)).unref();
  };
  timer = setTimeout(tick, TICK_MS).unref();

  return {
    begin: (station, { id, startedAt }) => {
      if (!sessions.has(id) && !loading.has(id)) ask(id, station, startedAt, "started");
    },
    add: (station, { id, startedAt }, readings) => {
      const live = sessions.get(id);
      const heard = loading.get(id);
      if (live) for (const reading of readings) foldReading(live, reading);
      else if (heard) heard.readings.push(...readings);
      else ask(id, station, startedAt, "progress");
    },
    status: (station, connectorNumber, status, atMs) => {
      for (const { sessionId, connectorNumber: number } of station.transactions.values()) {
        if (number !== connectorNumber) continue;
        loading.get(sessionId)?.statuses.push({ atMs, status });
        const live = sessions.get(sessionId);
        if (!live) continue;
        live.total.hearStatus({ atMs, status });
        live.isChanged = true;
      }
    },
    end: (id) => {
      sessions.delete(id);
      toLoad.delete(id);
      loading.delete(id);
    },
    forget: (station) => {
      for (const { sessionId } of station.transactions.values()) {
        for (const known of [sessions, toLoad, loading]) {
          if (known.get(sessionId)?.station === station) known.delete(sessionId);
        }
      }
    },
    sweep,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await sweep().catch((error: unknown) => deps.log.warn({ err: error }, "progress of sessions not written"));
    },
  };
}

type Loaded = Omit<Live, "station">;

/** Running sessions with all that was heard of them, by id; one that runs no more is none of them. */
async function loadActive(deps: LiveDeps, keys: readonly SessionKey[]): Promise<ReadonlyMap<string, Loaded>> {
  const tenants = keys.map(({ tenantId }) => tenantId);
  return inTenants(deps.keyedSql, tenants, async (tx) => {
    const rows = (await loadSessionRows(tx, keys, { lock: false })).filter(({ state }) => state === "active");
    const [evidence, tariffs] = await Promise.all([loadEvidence(tx, rows), deps.tariffs.load(tx, rows)]);
    return new Map(
      rows.flatMap((row, index): [string, Loaded][] => {
        const heard = evidence[index];
        if (!heard) return [];
        const { last } = heard;
        return [
          [
            row.id,
            {
              row,
              total: new RunningTotal(row, heard),
              tariff: (row.tariffVersionId && tariffs.get(row.tariffVersionId)) || null,
              lastReadingAt: last?.at ?? null,
              powerW: last?.powerW ?? null,
              socPercent: last?.socPercent ?? null,
              isChanged: true,
              dueMs: 0,
            },
          ],
        ];
      }),
    );
  });
}

type Worked = { readonly live: Live; readonly progress: Progress };

async function workOutAll(deps: LiveDeps, lives: readonly Live[]): Promise<readonly Worked[]> {
  const worked: Worked[] = [];
  await inSlices(lives, (live) => {
    live.isChanged = false;
    try {
      const untilMs = Math.max(live.row.startedAt.getTime(), live.lastReadingAt?.getTime() ?? 0);
      const result = live.total.at(untilMs, live.tariff);
      worked.push({ live, progress: { row: withProgress(live, result), result } });
    } catch (error) {
      deps.log.error({ err: error, sessionId: live.row.id }, "running session not worked out");
    }
  });
  return worked;
}

/** What the database does not take is found by halving, and waits for its next reading: it must not keep others from their turn. */
async function writeApart(
  deps: LiveDeps,
  worked: readonly Worked[],
): Promise<ReadonlyMap<string, "written" | "refused">> {
  try {
    const progress = worked.map((one) => one.progress);
    const written = await writeProgress(deps.keyedSql, progress, deps.clock.now());
    return new Map([...written].map((id) => [id, "written"]));
  } catch (error) {
    const judgement = judgeFailure(error);
    if (judgement === "away") throw error;
    const [only] = worked;
    if (worked.length === 1 && only) {
      deps.log.error({ err: error, sessionId: only.live.row.id }, "progress of a session cannot be written");
      return new Map(judgement === "refused" ? [[only.live.row.id, "refused"]] : []);
    }
    const middle = worked.length >> 1;
    const one = await writeApart(deps, worked.slice(0, middle));
    return new Map([...one, ...(await writeApart(deps, worked.slice(middle)))]);
  }
}

function foldReading(live: Live, reading: Reading): void {
  live.isChanged = true;
  const atMs = reading.at.getTime();
  if (reading.energyMwh !== null) {
    live.total.hearPoint({
      atMs,
      registerMwh: reading.energyMwh,
      ...(reading.energyPhases === null ? {} : { phases: reading.energyPhases }),
      ...(reading.powerW === null ? {} : { powerW: reading.powerW }),
      ...(reading.currentMa === null ? {} : { currentMa: reading.currentMa }),
    });
  }
  if (live.lastReadingAt && live.lastReadingAt.getTime() > atMs) return;
  live.lastReadingAt = reading.at;
  live.powerW = reading.powerW ?? live.powerW;
  live.socPercent = reading.socPercent ?? live.socPercent;
}

const withProgress = (live: Live, { energyMwh, priced }: Total): SessionRow => ({
  ...live.row,
  energyMwh,
  powerW: live.powerW,
  socPercent: live.socPercent,
  lastReadingAt: live.lastReadingAt,
  netMinor: priced?.netMinor ?? null,
  vatMinor: priced?.vatMinor ?? null,
  grossMinor: priced?.grossMinor ?? null,
});

function publish(deps: Deps, live: Live, cause: "started" | "progress"): void {
  deps.events.publish({
    type: "sessionChanged",
    cause,
    tenantId: live.row.tenantId,
    siteId: live.row.siteId,
    chargePointId: live.row.chargePointId,
    driverId: live.row.driverId,
    session: toLiveSession(live.row),
  });
}
