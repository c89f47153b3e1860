import type { PlainSql } from "../../../db/client.ts";
import { inTenants, type PlainTransaction } from "../../../db/tenancy.ts";
import type { Clock } from "../../core/clock.ts";
import { plainArray } from "./array-literals.ts";
import type { Entry, Outcome, ReadingsFact, StopFact } from "./facts.ts";
import type { WriteBatch } from "./recorder.ts";
import { writeBoots } from "./write-boots.ts";
import { writeExchanges } from "./write-exchanges.ts";
import { unsettleByTime, unsettleSessions, writeReadings } from "./write-readings.ts";
import { writeStarts } from "./write-starts.ts";
import { writeStatuses } from "./write-statuses.ts";
import { writeStops } from "./write-stops.ts";

/** The connection that spoke was replaced by a newer one; the station repeats what matters there. */
export const superseded = (): Error & { code: string } =>
  Object.assign(new Error("a newer connection speaks for this charge point"), { code: "superseded" });

/** An entry with its place in the batch, so that outcomes find their way back. */
export type Placed<F extends Entry["fact"]> = {
  readonly index: number;
  readonly entry: Entry;
  readonly fact: F;
};

/** SQLSTATE of "no partition of relation found for row". */
const NO_PARTITION = "23514";

/** Writes batches of entries, each in one transaction, over connections of its own. */
export function createWriteBatch(sql: PlainSql, clock: Clock): WriteBatch {
  const write: WriteBatch = (entries) =>
    inTenants(
      sql,
      entries.map(({ tenantId }) => tenantId),
      async (tx) => writeEntries(tx, entries, await findCurrent(tx, entries)),
    );
  return async (entries) => {
    try {
      return await write(entries);
    } catch (error) {
      if ((error as { code?: string }).code !== NO_PARTITION) throw error;
      await sql`select ensure_partitions(${clock.now().toISOString()}::timestamptz, 4, 3)`;
      return write(entries);
    }
  };
}

/** The places of those entries whose connection still is the charge point's newest. */
async function findCurrent(tx: PlainTransaction, entries: readonly Entry[]): Promise<ReadonlySet<number>> {
  const rows = await tx<{ index: number }[]>`
    select e.index::int as index
    from unnest(${plainArray(entries.map((e) => e.tenantId))}::text::uuid[],
                ${plainArray(entries.map((e) => e.chargePointId))}::text::uuid[],
                ${plainArray(entries.map((e) => e.epoch))}::text::bigint[]) with ordinality
      as e (tenant_id, charge_point_id, epoch, index)
    join charge_point c on c.tenant_id = e.tenant_id and c.id = e.charge_point_id and c.connection_epoch = e.epoch`;
  return new Set(rows.map((row) => row.index - 1));
}

async function writeEntries(
  tx: PlainTransaction,
  entries: readonly Entry[],
  current: ReadonlySet<number>,
): Promise<(Outcome | Error)[]> {
  const outcomes: (Outcome | Error)[] = entries.map((_, index) =>
    current.has(index) ? ({ kind: "kept" } as const) : superseded(),
  );
  const placed = <K extends Entry["fact"]["kind"]>(kind: K) =>
    entries.flatMap((entry, index) =>
      entry.fact.kind === kind && current.has(index)
        ? [{ index, entry, fact: entry.fact as Extract<Entry["fact"], { kind: K }> }]
        : [],
    );
  const settle = (results: ReadonlyMap<number, Outcome>) => {
    for (const [index, outcome] of results) outcomes[index] = outcome;
  };
  const readings = placed("readings").flatMap(itemsOf);
  const exchangesOf = (isDue: (fact: Entry["fact"]) => boolean) =>
    entries.flatMap((entry, index) => {
      const outcome = outcomes[index];
      // What was superseded leaves no trace, its repeat will.
      if (!entry.log || !outcome || outcome instanceof Error || !isDue(entry.fact)) return [];
      return [{ entry, log: entry.log, outcome }];
    });
  // Independent statements share one round trip; starts and stops need answers in between.
  const [starts, stops] = await Promise.all([
    writeStarts(tx, placed("start")),
    writeStops(tx, placed("stop")),
    writeBoots(tx, placed("boot")),
    writeStatuses(tx, placed("status")),
    writeReadings(tx, readings),
    unsettleSessions(
      tx,
      placed("readings").flatMap(({ entry, fact }) => (fact.lateFor ? [keyOf(entry, fact.lateFor)] : [])),
    ),
    unsettleByTime(tx, readings),
    writeExchanges(tx, exchangesOf(isKeptAsItIs)),
  ]);
  settle(starts);
  settle(stops);
  // Said again, what a stop tells of the meter is kept already: with the session that it was taken for when it came first.
  const told = placed("stop").filter(({ index }) => !isRepeat(stops.get(index)));
  await Promise.all([
    writeReadings(tx, told.flatMap(itemsOf)),
    unsettleSessions(
      tx,
      told.flatMap(({ index, entry, fact }) =>
        fact.session && fact.readings.length > 0 && stops.get(index)?.kind === "unmatched"
          ? [keyOf(entry, fact.session)]
          : [],
      ),
    ),
    // Their answers carry what has become of them.
    writeExchanges(
      tx,
      exchangesOf((fact) => !isKeptAsItIs(fact)),
    ),
  ]);
  return outcomes;
}

const itemsOf = ({ entry, fact }: Placed<ReadingsFact | StopFact>) =>
  fact.readings.map((reading) => ({ entry, reading }));

const keyOf = ({ tenantId }: Entry, session: { readonly id: string; readonly startedAt: Date }) => ({
  tenantId,
  ...session,
});

const isRepeat = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && "isRepeat" in outcome && outcome.isRepeat;

/** Whether the outcome is known before the statements ran; those of starts and stops are not. */
const isKeptAsItIs = ({ kind }: Entry["fact"]): boolean => kind !== "start" && kind !== "stop";
