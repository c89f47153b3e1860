import { and, eq, sql } from "drizzle-orm";
import { chargingPeriod, session } from "../../../db/schema/charging.ts";
import { outbox } from "../../../db/schema/tenants.ts";
import { inTenant, type Transaction } from "../../../db/tenancy.ts";
import { uuidv7 } from "../../core/ids.ts";
import { toTraceJson } from "../../tariff/price-trace.ts";
import type { Deps } from "../context.ts";
import { loadEvidence, loadTariff, type SessionKey } from "./load-evidence.ts";
import type { SuspectReason } from "./suspect-reason.ts";
import { toLiveSession } from "./to-live-session.ts";
import { type WorkedOut, workOut } from "./work-out.ts";

type Row = typeof session.$inferSelect;

/**
 * Works out an ended session from all that was heard of it: energy, periods, price with its trace. Copies what a report
 * needs, so that history never changes when master data does. May run any number of times: a late reading makes it due
 * again, and the same evidence gives the same result. The fact leaves by the outbox in the same transaction.
 */
export async function settleSession(deps: Deps, key: SessionKey): Promise<void> {
  const settled = await inTenant(deps.db, key.tenantId, async (tx) => {
    const [row] = await tx
      .select()
      .from(session)
      .where(and(eq(session.tenantId, key.tenantId), eq(session.startedAt, key.startedAt), eq(session.id, key.id)))
      .for("update");
    if (!row?.endedAt) return null;
    const evidence = await loadEvidence(tx, row);
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
      maxPowerW: evidence.maxPowerW,
      tariff: row.tariffVersionId ? await loadTariff(tx, row.tenantId, row.tariffVersionId) : null,
      timeZone: row.timeZone,
      untilMs: row.endedAt.getTime(),
    });
    await replacePeriods(tx, row, result);
    return writeResult(tx, row, result, deps.clock.now());
  });
  if (!settled) return;
  deps.events.publish({
    type: "sessionChanged",
    cause: "settled",
    tenantId: settled.tenantId,
    siteId: settled.siteId,
    chargePointId: settled.chargePointId,
    session: toLiveSession(settled),
  });
}

async function replacePeriods(tx: Transaction, row: Row, { periods }: WorkedOut): Promise<void> {
  await tx
    .delete(chargingPeriod)
    .where(
      and(
        eq(chargingPeriod.tenantId, row.tenantId),
        eq(chargingPeriod.sessionStartedAt, row.startedAt),
        eq(chargingPeriod.sessionId, row.id),
      ),
    );
  await tx.insert(chargingPeriod).values(
    periods.map((period, number) => ({
      tenantId: row.tenantId,
      sessionStartedAt: row.startedAt,
      sessionId: row.id,
      number,
      startedAt: new Date(period.startedAtMs),
      endedAt: new Date(period.endedAtMs),
      kind: period.kind,
      energyMwh: period.energyMwh,
      powerW: period.powerW === undefined ? null : Math.round(period.powerW),
    })),
  );
}

/** Flags that a settlement found before give way to those it finds now; what start and stop said stays. */
const isEnergyFlag = (reason: string): boolean => reason.startsWith("energy:");

async function writeResult(tx: Transaction, row: Row, result: WorkedOut, now: Date): Promise<Row> {
  const { priced, energyFlags } = result;
  const found = energyFlags
    .filter((flag) => !(flag === "stopMissing" && row.endCause === "abandoned"))
    .map((flag): SuspectReason => `energy:${flag}`);
  const [settled] = await tx
    .update(session)
    .set({
      energyMwh: result.energyMwh,
      netMicros: priced?.netMicros ?? null,
      vatMicros: priced?.vatMicros ?? null,
      grossMicros: priced?.grossMicros ?? null,
      netMinor: priced?.netMinor ?? null,
      vatMinor: priced?.vatMinor ?? null,
      grossMinor: priced?.grossMinor ?? null,
      priceTrace: priced ? toTraceJson(priced) : null,
      suspect: [...row.suspect.filter((reason) => !isEnergyFlag(reason)), ...found],
      settledAt: now,
      updatedAt: now,
      ...copies(row),
    })
    .where(and(eq(session.tenantId, row.tenantId), eq(session.startedAt, row.startedAt), eq(session.id, row.id)))
    .returning();
  if (!settled) throw new Error("a locked session is gone");
  const payload = {
    sessionId: row.id,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    energyMwh: result.energyMwh.toString(),
    currency: row.currency,
    grossMinor: priced?.grossMinor.toString() ?? null,
  };
  await tx
    .insert(outbox)
    .values({ tenantId: row.tenantId, id: uuidv7(), at: now, topic: "session.settled", subjectId: row.id, payload })
    .onConflictDoUpdate({
      target: [outbox.tenantId, outbox.topic, outbox.subjectId],
      set: { payload, at: now, deliveredAt: null, attempts: 0 },
    });
  return settled;
}

/** What reports and invoices need, as it is now; once copied it stays. */
const copies = (row: Row) => ({
  chargePointName: sql`coalesce(${session.chargePointName}, (select c.name from charge_point c
    where c.tenant_id = ${row.tenantId} and c.id = ${row.chargePointId}))`,
  siteName: sql`coalesce(${session.siteName}, (select s.name from site s
    where s.tenant_id = ${row.tenantId} and s.id = ${row.siteId}))`,
  evseId: sql`coalesce(${session.evseId}, (select e.evse_id from connector k join evse e
    on e.tenant_id = k.tenant_id and e.id = k.evse_id where k.tenant_id = ${row.tenantId}
    and k.charge_point_id = ${row.chargePointId} and k.number = ${row.connectorNumber}))`,
  connectorStandard: sql`coalesce(${session.connectorStandard}, (select k.standard from connector k
    where k.tenant_id = ${row.tenantId} and k.charge_point_id = ${row.chargePointId}
    and k.number = ${row.connectorNumber}))`,
  driverName: sql`coalesce(${session.driverName}, (select d.name from driver d
    where d.tenant_id = ${row.tenantId} and d.id = ${row.driverId}))`,
  idTokenLabel: sql`coalesce(${session.idTokenLabel}, (select i.label from id_token i
    where i.tenant_id = ${row.tenantId} and i.id = ${row.idTokenId}))`,
  tariffName: sql`coalesce(${session.tariffName}, (select t.name from tariff t
    where t.tenant_id = ${row.tenantId} and t.id = ${row.tariffId}))`,
  tariffVersion: sql`coalesce(${session.tariffVersion}, (select v.version from tariff_version v
    where v.tenant_id = ${row.tenantId} and v.id = ${row.tariffVersionId}))`,
});
