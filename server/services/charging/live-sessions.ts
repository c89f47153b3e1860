import { setImmediate as nextTurn } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { session } from "../../../db/schema/charging.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { RegisterPoint } from "../../metering/register-series.ts";
import type { CompiledTariff } from "../../tariff/compile-tariff.ts";
import type { Deps } from "../context.ts";
import { instantArray, plainArray } from "../recording/array-literals.ts";
import type { Reading } from "../recording/facts.ts";
import type { Station } from "../station/station.ts";
import { insertPoint } from "./insert-point.ts";
import { loadEvidence, loadTariff } from "./load-evidence.ts";
import { toLiveSession } from "./to-live-session.ts";
import { type WorkedOut, workOut } from "./work-out.ts";

const SWEEP_MS = 2_000;
/** Sessions loaded from the database at once. */
const LOADS_AT_ONCE = 4;
/** Sessions written in one statement. */
const WRITES_AT_ONCE = 500;
/** After so long the sweep lets the sockets have their turn: answers must not wait for figures on screens. */
const SLICE_MS = 5;

/**
 * What running sessions come to so far: energy, power and price by the engine that also settles them. Not on the road of
 * the answer: it hears committed readings, and writes and publishes the changed sessions every two seconds. All of it can
 * be rebuilt from the database, which happens when a session is heard of that is not in memory.
 */
export interface LiveSessions {
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
  readonly key: { readonly tenantId: string; readonly id: string; readonly startedAt: Date };
  readonly station: Station;
  row: typeof session.$inferSelect;
  readonly tariff: CompiledTariff | null;
  readonly points: RegisterPoint[];
  readonly statuses: { atMs: number; status: string }[];
  readonly maxPowerW: number | null;
  lastReadingAt: Date | null;
  powerW: number | null;
  socPercent: number | null;
  isChanged: boolean;
};

/** What is told of a session while it is loaded. Some of it may be among what is loaded: said twice, it counts once. */
type Heard = {
  readonly station: Station;
  readonly readings: Reading[];
  readonly statuses: { readonly atMs: number; readonly status: string }[];
};

export function createLiveSessions(deps: Deps): LiveSessions {
  const sessions = new Map<string, Live>();
  const tariffs = new Map<string, CompiledTariff>();
  const toLoad = new Map<string, { station: Station; startedAt: Date; cause: "started" | "progress" }>();
  const loading = new Map<string, Heard>();
  let isStopped = false;

  const load = async (id: string, station: Station, startedAt: Date): Promise<Live | null> =>
    inTenant(deps.db, station.tenantId, async (tx) => {
      const { tenantId } = station;
      const [row] = await tx
        .select()
        .from(session)
        .where(and(eq(session.tenantId, tenantId), eq(session.startedAt, startedAt), eq(session.id, id)));
      if (row?.state !== "active") return null;
      const evidence = await loadEvidence(tx, row);
      let tariff = row.tariffVersionId ? (tariffs.get(row.tariffVersionId) ?? null) : null;
      if (row.tariffVersionId && !tariff) {
        tariff = await loadTariff(tx, tenantId, row.tariffVersionId);
        tariffs.set(row.tariffVersionId, tariff);
      }
      return {
        key: { tenantId, id, startedAt },
        station,
        row,
        tariff,
        points: [...evidence.points],
        statuses: [...evidence.statuses],
        maxPowerW: evidence.maxPowerW,
        lastReadingAt: evidence.last?.at ?? null,
        powerW: evidence.last?.powerW ?? null,
        socPercent: evidence.last?.socPercent ?? null,
        isChanged: true,
      };
    });

  const loadNext = (): void => {
    for (const [id, { station, startedAt, cause }] of toLoad) {
      if (loading.size >= LOADS_AT_ONCE || isStopped) return;
      toLoad.delete(id);
      const heard: Heard = { station, readings: [], statuses: [] };
      loading.set(id, heard);
      load(id, station, startedAt)
        .then((live) => {
          if (!live || loading.get(id) !== heard) return; // it ended, or its station left
          for (const reading of heard.readings) foldReading(live, reading);
          live.statuses.push(...heard.statuses);
          sessions.set(id, live);
          if (cause === "started") publish(deps, live, "started");
        })
        .catch((error: unknown) => deps.log.warn({ err: error, sessionId: id }, "running session not loaded"))
        .finally(() => {
          if (loading.get(id) === heard) loading.delete(id);
          loadNext();
        });
    }
  };
  const ask = (id: string, station: Station, startedAt: Date, cause: "started" | "progress") => {
    toLoad.set(id, { station, startedAt, cause: toLoad.get(id)?.cause ?? cause });
    loadNext();
  };

  const sweep = async (): Promise<void> => {
    const changed = [...sessions.values()].filter((live) => live.isChanged);
    for (let first = 0; first < changed.length; first += WRITES_AT_ONCE) {
      const results = await workOutAll(deps, changed.slice(first, first + WRITES_AT_ONCE));
      await writeProgress(deps, results, deps.clock.now());
      for (const { live, result } of results) {
        live.row = withProgress(live, result);
        // It may have ended while we wrote: then there is nothing more to say.
        if (sessions.get(live.key.id) === live) publish(deps, live, "progress");
      }
    }
  };

  let timer: NodeJS.Timeout | undefined;
  const tick = async (): Promise<void> => {
    const begun = performance.now();
    await sweep().catch((error: unknown) => deps.log.warn({ err: error }, "progress of sessions not written"));
    // A sweep that takes long must not take all the time.
    if (!isStopped) timer = setTimeout(tick, Math.max(SWEEP_MS, (performance.now() - begun) * 4)).unref();
  };
  timer = setTimeout(tick, SWEEP_MS).unref();

  return {
    begin: (station, { id, startedAt }) => ask(id, station, startedAt, "started"),
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
        live?.statuses.push({ atMs, status });
        if (live) live.isChanged = true;
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

type Result = { readonly live: Live; readonly result: WorkedOut };

async function workOutAll(deps: Deps, lives: readonly Live[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  let begunAt = performance.now();
  for (const live of lives) {
    if (performance.now() - begunAt > SLICE_MS) {
      await nextTurn();
      begunAt = performance.now();
    }
    live.isChanged = false;
    try {
      results.push({ live, result: workOutSoFar(live) });
    } catch (error) {
      deps.log.error({ err: error, sessionId: live.key.id }, "running session not worked out");
    }
  }
  return results;
}

function foldReading(live: Live, reading: Reading): void {
  live.isChanged = true;
  const atMs = reading.at.getTime();
  if (reading.energyMwh !== null) {
    insertPoint(live.points, {
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

const workOutSoFar = (live: Live): WorkedOut =>
  workOut({
    metered: {
      startedAtMs: live.key.startedAt.getTime(),
      startRegisterMwh: live.row.startEnergyMwh,
      readings: live.points,
    },
    statuses: live.statuses,
    maxPowerW: live.maxPowerW,
    tariff: live.tariff,
    timeZone: live.row.timeZone,
    untilMs: Math.max(live.key.startedAt.getTime(), live.lastReadingAt?.getTime() ?? 0),
  });

const withProgress = (live: Live, { energyMwh, priced }: WorkedOut): Live["row"] => ({
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
    tenantId: live.key.tenantId,
    siteId: live.row.siteId,
    chargePointId: live.row.chargePointId,
    session: toLiveSession(live.row),
  });
}

async function writeProgress(deps: Deps, results: readonly Result[], now: Date): Promise<void> {
  const lives = results.map(({ live }) => live);
  const priced = results.map(({ result }) => result.priced);
  await deps.db.sql.begin(async (tx) => {
    await tx`select set_config('app.tenants', ${plainArray([...new Set(lives.map(({ key }) => key.tenantId))])}, true)`;
    await tx`
      update session s set
        energy_mwh = p.energy, power_w = p.power_w, soc_percent = p.soc_percent, last_reading_at = p.last_at,
        net_micros = p.net_micros, vat_micros = p.vat_micros, gross_micros = p.gross_micros,
        net_minor = p.net_minor, vat_minor = p.vat_minor, gross_minor = p.gross_minor,
        updated_at = ${now.toISOString()}
      from unnest(${plainArray(lives.map(({ key }) => key.tenantId))}::text::uuid[],
                  ${instantArray(lives.map(({ key }) => key.startedAt))}::text::timestamptz[],
                  ${plainArray(lives.map(({ key }) => key.id))}::text::uuid[],
                  ${plainArray(results.map(({ result }) => result.energyMwh))}::text::bigint[],
                  ${plainArray(lives.map(({ powerW }) => powerW))}::text::int[],
                  ${plainArray(lives.map(({ socPercent }) => socPercent))}::text::int[],
                  ${instantArray(lives.map(({ lastReadingAt }) => lastReadingAt))}::text::timestamptz[],
                  ${plainArray(priced.map((p) => p?.netMicros ?? null))}::text::bigint[],
                  ${plainArray(priced.map((p) => p?.vatMicros ?? null))}::text::bigint[],
                  ${plainArray(priced.map((p) => p?.grossMicros ?? null))}::text::bigint[],
                  ${plainArray(priced.map((p) => p?.netMinor ?? null))}::text::bigint[],
                  ${plainArray(priced.map((p) => p?.vatMinor ?? null))}::text::bigint[],
                  ${plainArray(priced.map((p) => p?.grossMinor ?? null))}::text::bigint[])
        as p (tenant_id, started_at, id, energy, power_w, soc_percent, last_at, net_micros, vat_micros, gross_micros,
              net_minor, vat_minor, gross_minor)
      where s.tenant_id = p.tenant_id and s.started_at = p.started_at and s.id = p.id and s.state = 'active'`;
  });
}
