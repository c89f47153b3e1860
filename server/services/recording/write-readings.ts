import type { PlainTransaction } from "../../../db/tenancy.ts";
import { hexArray, instantArray, jsonSequence, nestedTextArray, plainArray, textArray } from "./array-literals.ts";
import type { Entry, Reading } from "./facts.ts";

type Item = { readonly entry: Entry; readonly reading: Reading };

/** Keeps meter values; the same words of the same station are the same row. */
export async function writeReadings(tx: PlainTransaction, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  const outside = items.filter(({ reading }) => reading.partitionAt === null);
  const fixed = outside.length === 0 ? new Map<string, Date>() : await fixPartitions(tx, outside);
  const readings = items.map(({ reading }) => reading);
  await tx`
    insert into meter_value (tenant_id, partition_at, subject_id, digest, charge_point_id, connector_number,
                             transaction_id, at, raw_at, received_at, energy_mwh, energy_phases, power_w, current_ma, soc_percent,
                             samples, flags)
    select v.tenant_id, v.partition_at, v.subject_id, decode(v.digest, 'hex'), v.charge_point_id, v.connector_number,
           v.transaction_id, v.at, v.raw_at, v.received_at, v.energy_mwh, v.energy_phases,
           v.power_w, v.current_ma, v.soc_percent, v.samples::json,
           v.flags::text[]
    from unnest(${plainArray(items.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${instantArray(items.map((item) => item.reading.partitionAt ?? fixed.get(keyOf(item)) ?? item.reading.receivedAt))}::text::timestamptz[],
                ${plainArray(readings.map((r) => r.subjectId))}::text::uuid[],
                ${hexArray(readings.map((r) => r.digest))}::text::text[],
                ${plainArray(items.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${plainArray(readings.map((r) => r.connectorNumber))}::text::int[],
                ${plainArray(readings.map((r) => r.transactionId))}::text::bigint[],
                ${instantArray(readings.map((r) => r.at))}::text::timestamptz[],
                ${textArray(readings.map((r) => r.rawAt))}::text::text[],
                ${instantArray(readings.map((r) => r.receivedAt))}::text::timestamptz[],
                ${plainArray(readings.map((r) => r.energyMwh))}::text::bigint[],
                ${plainArray(readings.map((r) => r.energyPhases))}::text::smallint[],
                ${plainArray(readings.map((r) => r.powerW))}::text::int[],
                ${plainArray(readings.map((r) => r.currentMa))}::text::int[],
                ${plainArray(readings.map((r) => r.socPercent))}::text::int[],
                string_to_array(${jsonSequence(readings.map((r) => r.samples))}::text, chr(30), ''),
                ${nestedTextArray(readings.map((r) => r.flags))}::text::text[])
      as v (tenant_id, partition_at, subject_id, digest, charge_point_id, connector_number, transaction_id, at, raw_at,
            received_at, energy_mwh, energy_phases, power_w, current_ma, soc_percent, samples, flags)
    on conflict do nothing`;
}

const keyOf = ({ entry, reading }: Item): string =>
  `${entry.chargePointId}/${Buffer.from(reading.digest).toString("hex")}`;

/** Readings outside a session: the first acceptance fixes the partition, so that a repeat finds the same row. */
async function fixPartitions(tx: PlainTransaction, items: readonly Item[]): Promise<Map<string, Date>> {
  const unique = [...new Map(items.map((item) => [keyOf(item), item])).values()];
  const tenants = plainArray(unique.map(({ entry }) => entry.tenantId));
  const chargePoints = plainArray(unique.map(({ entry }) => entry.chargePointId));
  const digests = hexArray(unique.map(({ reading }) => reading.digest));
  await tx`
    insert into reading_identity (tenant_id, charge_point_id, digest, partition_at)
    select i.tenant_id, i.charge_point_id, decode(i.digest, 'hex'), i.at
    from unnest(${tenants}::text::uuid[], ${chargePoints}::text::uuid[], ${digests}::text::text[],
                ${instantArray(unique.map(({ reading }) => reading.receivedAt))}::text::timestamptz[])
      as i (tenant_id, charge_point_id, digest, at)
    on conflict do nothing`;
  const rows = await tx<{ charge_point_id: string; digest: string; partition_at: Date }[]>`
    select i.charge_point_id, i.digest, r.partition_at
    from unnest(${tenants}::text::uuid[], ${chargePoints}::text::uuid[], ${digests}::text::text[])
      as i (tenant_id, charge_point_id, digest)
    join reading_identity r
      on r.tenant_id = i.tenant_id and r.charge_point_id = i.charge_point_id and r.digest = decode(i.digest, 'hex')`;
  return new Map(rows.map((row) => [`${row.charge_point_id}/${row.digest}`, row.partition_at]));
}

type SessionKey = { readonly tenantId: string; readonly id: string; readonly startedAt: Date };

/** Readings after the end change what a session comes to: it is due to be worked out again. */
export async function unsettleSessions(tx: PlainTransaction, late: readonly SessionKey[]): Promise<void> {
  if (late.length === 0) return;
  await tx`
    update session s set settled_at = null
    from unnest(${plainArray(late.map(({ tenantId }) => tenantId))}::text::uuid[],
                ${instantArray(late.map(({ startedAt }) => startedAt))}::text::timestamptz[],
                ${plainArray(late.map(({ id }) => id))}::text::uuid[]) as l (tenant_id, started_at, id)
    where s.tenant_id = l.tenant_id and s.started_at = l.started_at and s.id = l.id and s.state = 'ended'`;
}

/** Among sessions of a connector so long before a reading it is looked for the one that it is of. */
const LONGEST_SESSION_MS = 31 * 86_400_000;

/** The same for readings that name no transaction: they are of the sessions of their connector and time. */
export async function unsettleByTime(tx: PlainTransaction, items: readonly Item[]): Promise<void> {
  const loose = items.filter(({ reading }) => reading.partitionAt === null && (reading.transactionId ?? 0) <= 0);
  if (loose.length === 0) return;
  const readings = loose.map(({ reading }) => reading);
  await tx`
    update session s set settled_at = null
    from unnest(${plainArray(loose.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${plainArray(loose.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${plainArray(readings.map((r) => r.connectorNumber))}::text::int[],
                ${instantArray(readings.map((r) => r.at))}::text::timestamptz[],
                ${instantArray(readings.map((r) => new Date(r.at.getTime() - LONGEST_SESSION_MS)))}::text::timestamptz[])
      as r (tenant_id, charge_point_id, connector_number, at, since)
    where s.tenant_id = r.tenant_id and s.charge_point_id = r.charge_point_id
      and s.connector_number = r.connector_number and s.started_at between r.since and r.at and s.ended_at >= r.at
      and s.state = 'ended'`;
}
