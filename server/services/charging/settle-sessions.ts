import type { PlainSql } from "../../../db/client.ts";
import { inTenants } from "../../../db/tenancy.ts";
import { inSlices } from "../../core/in-slices.ts";
import type { CompiledTariff } from "../../tariff/compile-tariff.ts";
import type { Deps } from "../context.ts";
import { type Evidence, loadEvidence, type SessionKey } from "./load-evidence.ts";
import { loadSessionRows, type SessionRow } from "./load-session-rows.ts";
import type { Tariffs } from "./load-tariffs.ts";
import { SETTLEMENT_FAILED } from "./mark-unsettled.ts";
import type { SuspectReason } from "./suspect-reason.ts";
import { toLiveSession } from "./to-live-session.ts";
import { workOut } from "./work-out.ts";
import { type EndedSession, type Settled, writeSettlements } from "./write-settlements.ts";

export type SettlementDeps = Pick<Deps, "clock" | "events"> & {
  /** Connections that find rows by key. */
  readonly sql: PlainSql;
  readonly tariffs: Tariffs;
};

const NONE: ReadonlySet<string> = new Set();

/**
 * Works out ended sessions from all that was heard of them: energy, periods, price with its trace. Copies what a report
 * needs, so that history never changes when master data does. May run any number of times: a late reading makes a session
 * due again, and the same evidence gives the same result. The facts leave by the outbox in the same transaction.
 *
 * Gives the ids of those that are done, by now or before. A session whose row is being written by somebody else is left
 * out, and so is one that has not ended. Rejects when one of them cannot be worked out; then none is settled.
 */
export async function settleSessions(deps: SettlementDeps, keys: readonly SessionKey[]): Promise<ReadonlySet<string>> {
  const now = deps.clock.now();
  const { settled, known, done } = await inTenants(
    deps.sql,
    keys.map(({ tenantId }) => tenantId),
    async (tx) => {
      const ended = (await loadSessionRows(tx, keys, { lock: true })).filter(isEnded);
      const done = new Set(ended.map(({ id }) => id));
      const rows = ended.filter(({ settledAt }) => settledAt === null);
      if (rows.length === 0) return { settled: [], known: NONE, done };
      const [evidence, tariffs] = await Promise.all([loadEvidence(tx, rows), deps.tariffs.load(tx, rows)]);
      const results: Settled[] = [];
      await inSlices(
        rows.map((row, index) => ({ row, evidence: evidence[index] })),
        ({ row, evidence }) => evidence && results.push(settle(tariffs, row, evidence)),
      );
      return { settled: results, known: await writeSettlements(tx, results, now), done };
    },
  );
  for (const { row, result, suspect } of settled) {
    const { priced, energyMwh } = result;
    const money = {
      netMinor: priced?.netMinor ?? null,
      vatMinor: priced?.vatMinor ?? null,
      grossMinor: priced?.grossMinor ?? null,
    };
    deps.events.publish({
      type: "sessionChanged",
      cause: known.has(row.id) ? "corrected" : "ended",
      tenantId: row.tenantId,
      siteId: row.siteId,
      chargePointId: row.chargePointId,
      driverId: row.driverId,
      session: toLiveSession({ ...row, ...money, energyMwh, suspect }),
    });
  }
  return done;
}

const isEnded = (row: SessionRow): row is EndedSession => row.endedAt !== null;

/** Flags that a settlement found before give way to those it finds now; what start and stop said stays. */
const isOfSettlement = (reason: string): boolean => reason.startsWith("energy:") || reason === SETTLEMENT_FAILED;

function settle(tariffs: ReadonlyMap<string, CompiledTariff>, row: EndedSession, evidence: Evidence): Settled {
  const tariff = row.tariffVersionId === null ? null : tariffs.get(row.tariffVersionId);
  if (tariff === undefined) throw new Error(`tariff version ${row.tariffVersionId} is missing`);
  const result = workOut({
    metered: {
      startedAtMs: row.startedAt.getTime(),
      startRegisterMwh: row.startEnergyMwh,
      readings: evidence.points,
      ...(row.endCause === "stopped"
        ? { stop: { atMs: row.endedAt.getTime(), registerMwh: row.stopEnergyMwh ?? undefined } }
        : {}),
    },
    statuses: evidence.statuses,
    maxPowerW: row.maxPowerW,
    tariff,
    timeZone: row.timeZone,
    untilMs: row.endedAt.getTime(),
  });
  const found = result.energyFlags
    .filter((flag) => !(flag === "stopMissing" && row.endCause === "abandoned"))
    .map((flag): SuspectReason => `energy:${flag}`);
  return { row, result, suspect: [...row.suspect.filter((reason) => !isOfSettlement(reason)), ...found] };
}
