import { type SQL, sql } from "drizzle-orm";
import { heardSince, type MeteredSessionRow } from "./load-evidence.ts";

/** The condition over `meter_value` that finds what was kept with a session. */
export const ofSessionItself = ({ tenantId, id, startedAt }: MeteredSessionRow): SQL =>
  sql`tenant_id = ${tenantId} and partition_at = ${startedAt.toISOString()}::timestamptz and subject_id = ${id}`;

/** The condition over `meter_value` that finds what named no transaction, but is of a session's connector and time. */
export function looseOfSession({ tenantId, chargePointId, connectorNumber, ...session }: MeteredSessionRow): SQL {
  const startedAt = session.startedAt.toISOString();
  const until = session.endedAt?.toISOString() ?? "infinity";
  return sql`tenant_id = ${tenantId} and subject_id = ${chargePointId} and connector_number = ${connectorNumber}
    and coalesce(transaction_id, 0) <= 0 and partition_at >= ${heardSince(session).toISOString()}::timestamptz
    and at between ${startedAt}::timestamptz and ${until}::timestamptz`;
}

/**
 * The query for one session's readings, in no order. Readings of the same connector and time that named no transaction belong
 * to it too.
 */
export const readingsOf = (session: MeteredSessionRow): SQL => sql`
  select at, energy_mwh, energy_phases, power_w, current_ma, soc_percent from meter_value
  where ${ofSessionItself(session)}
  union all
  select at, energy_mwh, energy_phases, power_w, current_ma, soc_percent from meter_value
  where ${looseOfSession(session)}`;
