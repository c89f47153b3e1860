import type { PlainTransaction } from "../../../db/tenancy.ts";
import { uuidv7 } from "../../core/ids.ts";
import { toTraceJson } from "../../tariff/price-trace.ts";
import { instantArray, jsonSequence, nestedTextArray, plainArray, textArray } from "../recording/array-literals.ts";
import type { SessionRow } from "./load-session-rows.ts";
import type { WorkedOut } from "./work-out.ts";

export type EndedSession = SessionRow & { readonly endedAt: Date };

export type Settled = { readonly row: EndedSession; readonly result: WorkedOut; readonly suspect: readonly string[] };

/**
 * Writes what sessions came to: their periods, figures, copies of master data, and the facts for the outside. Gives the ids
 * of those that were settled before.
 */
export async function writeSettlements(
  tx: PlainTransaction,
  settled: readonly Settled[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const [known] = await Promise.all([
    writeFacts(tx, settled, now),
    replacePeriods(tx, settled),
    writeFigures(tx, settled, now),
  ]);
  return known;
}

/** What the column holds (32 bits); only a broken register rises so fast. */
const MOST_POWER_W = 2_147_483_647;

/** A period's power as it is kept; null when it is not known, or cannot be. */
export const toPowerW = (powerW: number | undefined): number | null =>
  powerW === undefined || powerW > MOST_POWER_W ? null : Math.round(powerW);

async function replacePeriods(tx: PlainTransaction, settled: readonly Settled[]): Promise<void> {
  const periods = settled.flatMap(({ row, result }) =>
    result.periods.map((period, number) => ({ row, period, number })),
  );
  const powers = periods.map(({ period }) => toPowerW(period.powerW));
  await Promise.all([
    tx`
      delete from charging_period p using ${keysOf(tx, settled)}
      where p.tenant_id = k.tenant_id and p.session_started_at = k.started_at and p.session_id = k.id`,
    tx`
      insert into charging_period (tenant_id, session_started_at, session_id, number, started_at, ended_at, kind,
                                   energy_mwh, power_w)
      select * from unnest(
        ${plainArray(periods.map(({ row }) => row.tenantId))}::text::uuid[],
        ${instantArray(periods.map(({ row }) => row.startedAt))}::text::timestamptz[],
        ${plainArray(periods.map(({ row }) => row.id))}::text::uuid[],
        ${plainArray(periods.map(({ number }) => number))}::text::int[],
        ${instantArray(periods.map(({ period }) => new Date(period.startedAtMs)))}::text::timestamptz[],
        ${instantArray(periods.map(({ period }) => new Date(period.endedAtMs)))}::text::timestamptz[],
        ${plainArray(periods.map(({ period }) => period.kind))}::text::text[],
        ${plainArray(periods.map(({ period }) => period.energyMwh))}::text::bigint[],
        ${plainArray(powers)}::text::int[])`,
  ]);
}

const keysOf = (tx: PlainTransaction, settled: readonly Settled[]) => tx`
  unnest(${plainArray(settled.map(({ row }) => row.tenantId))}::text::uuid[],
         ${instantArray(settled.map(({ row }) => row.startedAt))}::text::timestamptz[],
         ${plainArray(settled.map(({ row }) => row.id))}::text::uuid[]) as k (tenant_id, started_at, id)`;

/** Master data is copied as it is now; once copied it stays. */
async function writeFigures(tx: PlainTransaction, settled: readonly Settled[], now: Date): Promise<void> {
  const priced = settled.map(({ result }) => result.priced);
  await tx`
    update session s set
      energy_mwh = r.energy_mwh, net_micros = r.net_micros, vat_micros = r.vat_micros, gross_micros = r.gross_micros,
      net_minor = r.net_minor, vat_minor = r.vat_minor, gross_minor = r.gross_minor, price_trace = r.trace::jsonb,
      suspect = coalesce(r.suspect::text[], '{}'), settled_at = ${now.toISOString()}::text::timestamptz,
      settle_attempts = 0, settle_after = null, updated_at = ${now.toISOString()}::text::timestamptz,
      charge_point_name = coalesce(s.charge_point_name, (select c.name from charge_point c
        where c.tenant_id = s.tenant_id and c.id = s.charge_point_id)),
      site_name = coalesce(s.site_name, (select t.name from site t
        where t.tenant_id = s.tenant_id and t.id = s.site_id)),
      evse_id = coalesce(s.evse_id, (select e.evse_id from evse e where e.tenant_id = s.tenant_id
        and e.id = (select k.evse_id from connector k where k.tenant_id = s.tenant_id
                    and k.charge_point_id = s.charge_point_id and k.number = s.connector_number))),
      connector_standard = coalesce(s.connector_standard, (select k.standard from connector k
        where k.tenant_id = s.tenant_id and k.charge_point_id = s.charge_point_id and k.number = s.connector_number)),
      driver_name = coalesce(s.driver_name, (select d.name from driver d
        where d.tenant_id = s.tenant_id and d.id = s.driver_id)),
      id_token_label = coalesce(s.id_token_label, (select i.label from id_token i
        where i.tenant_id = s.tenant_id and i.id = s.id_token_id)),
      tariff_name = coalesce(s.tariff_name, (select t.name from tariff t
        where t.tenant_id = s.tenant_id and t.id = s.tariff_id)),
      tariff_version = coalesce(s.tariff_version, (select v.version from tariff_version v
        where v.tenant_id = s.tenant_id and v.id = s.tariff_version_id))
    from unnest(${plainArray(settled.map(({ row }) => row.tenantId))}::text::uuid[],
                ${instantArray(settled.map(({ row }) => row.startedAt))}::text::timestamptz[],
                ${plainArray(settled.map(({ row }) => row.id))}::text::uuid[],
                ${plainArray(settled.map(({ result }) => result.energyMwh))}::text::bigint[],
                ${plainArray(priced.map((p) => p?.netMicros ?? null))}::text::bigint[],
                ${plainArray(priced.map((p) => p?.vatMicros ?? null))}::text::bigint[],
                ${plainArray(priced.map((p) => p?.grossMicros ?? null))}::text::bigint[],
                ${plainArray(priced.map((p) => p?.netMinor ?? null))}::text::bigint[],
                ${plainArray(priced.map((p) => p?.vatMinor ?? null))}::text::bigint[],
                ${plainArray(priced.map((p) => p?.grossMinor ?? null))}::text::bigint[],
                string_to_array(${jsonSequence(priced.map((p) => (p ? JSON.stringify(toTraceJson(p)) : null)))}::text,
                                chr(30), ''),
                ${nestedTextArray(settled.map(({ suspect }) => suspect))}::text::text[])
      as r (tenant_id, started_at, id, energy_mwh, net_micros, vat_micros, gross_micros, net_minor, vat_minor,
            gross_minor, trace, suspect)
    where s.tenant_id = r.tenant_id and s.started_at = r.started_at and s.id = r.id`;
}

/** One fact for each session: settled again, it is to be delivered again. Gives the ids of those that had one. */
async function writeFacts(tx: PlainTransaction, settled: readonly Settled[], now: Date): Promise<ReadonlySet<string>> {
  const payloads = settled.map(({ row, result }) =>
    JSON.stringify({
      sessionId: row.id,
      startedAt: row.startedAt.toISOString(),
      endedAt: row.endedAt.toISOString(),
      energyMwh: result.energyMwh.toString(),
      currency: row.currency,
      grossMinor: result.priced?.grossMinor.toString() ?? null,
    }),
  );
  // PostgreSQL leaves xmax 0 in a row that it inserted.
  const known = await tx<{ id: string }[]>`
    with written as (
    insert into outbox (tenant_id, id, at, topic, subject_id, payload)
    select f.tenant_id, f.id, ${now.toISOString()}::text::timestamptz, 'session.settled', f.subject_id, f.payload::jsonb
    from unnest(${plainArray(settled.map(({ row }) => row.tenantId))}::text::uuid[],
                ${plainArray(settled.map(() => uuidv7()))}::text::uuid[],
                ${textArray(settled.map(({ row }) => row.id))}::text::text[],
                string_to_array(${jsonSequence(payloads)}::text, chr(30), '')) as f (tenant_id, id, subject_id, payload)
    on conflict (tenant_id, topic, subject_id)
      do update set payload = excluded.payload, at = excluded.at, delivered_at = null, attempts = 0
    returning subject_id as id, xmax = 0 as is_new)
    select id from written where not is_new`;
  return new Set(known.map(({ id }) => id));
}
