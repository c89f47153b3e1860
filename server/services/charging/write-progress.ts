import type { PlainSql } from "../../../db/client.ts";
import { inTenants } from "../../../db/tenancy.ts";
import { instantArray, plainArray } from "../recording/array-literals.ts";
import type { SessionRow } from "./load-session-rows.ts";
import type { Total } from "./running-total.ts";

/** A running session's row as it is now, and what it comes to. */
export type Progress = { readonly row: SessionRow; readonly result: Total };

/**
 * Writes what running sessions come to so far; gives the ids of those written. One that has ended is none of them, nor one
 * whose row somebody else is writing: a stop must not wait for a figure on a screen.
 */
export async function writeProgress(
  sql: PlainSql,
  progress: readonly Progress[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = progress.map(({ row }) => row);
  const priced = progress.map(({ result }) => result.priced);
  return inTenants(
    sql,
    rows.map(({ tenantId }) => tenantId),
    async (tx) => {
      const written = await tx<{ id: string }[]>`
        with due as materialized (
          select p.*, s.state
          from unnest(${plainArray(rows.map(({ tenantId }) => tenantId))}::text::uuid[],
                      ${instantArray(rows.map(({ startedAt }) => startedAt))}::text::timestamptz[],
                      ${plainArray(rows.map(({ id }) => id))}::text::uuid[],
                      ${plainArray(progress.map(({ result }) => result.energyMwh))}::text::bigint[],
                      ${plainArray(rows.map(({ powerW }) => powerW))}::text::int[],
                      ${plainArray(rows.map(({ socPercent }) => socPercent))}::text::int[],
                      ${instantArray(rows.map(({ lastReadingAt }) => lastReadingAt))}::text::timestamptz[],
                      ${plainArray(priced.map((p) => p?.netMicros ?? null))}::text::bigint[],
                      ${plainArray(priced.map((p) => p?.vatMicros ?? null))}::text::bigint[],
                      ${plainArray(priced.map((p) => p?.grossMicros ?? null))}::text::bigint[],
                      ${plainArray(priced.map((p) => p?.netMinor ?? null))}::text::bigint[],
                      ${plainArray(priced.map((p) => p?.vatMinor ?? null))}::text::bigint[],
                      ${plainArray(priced.map((p) => p?.grossMinor ?? null))}::text::bigint[])
            as p (tenant_id, started_at, id, energy, power_w, soc_percent, last_at, net_micros, vat_micros, gross_micros,
                  net_minor, vat_minor, gross_minor)
          join session s on s.tenant_id = p.tenant_id and s.started_at = p.started_at and s.id = p.id
          for no key update of s skip locked
        )
        update session s set
          energy_mwh = p.energy, power_w = p.power_w, soc_percent = p.soc_percent, last_reading_at = p.last_at,
          net_micros = p.net_micros, vat_micros = p.vat_micros, gross_micros = p.gross_micros,
          net_minor = p.net_minor, vat_minor = p.vat_minor, gross_minor = p.gross_minor,
          updated_at = ${now.toISOString()}::text::timestamptz
        from due p
        where p.state = 'active' and s.tenant_id = p.tenant_id and s.started_at = p.started_at and s.id = p.id
        returning s.id`;
      return new Set(written.map(({ id }) => id));
    },
  );
}
