import { type SQL, sql } from "drizzle-orm";
import type { MeteredSessionRow } from "./load-evidence.ts";

/**
 * The query for one session's readings, in no order. Readings of the same connector and time that named no transaction belong
 * to it too.
 */
export function readingsOf(session: MeteredSessionRow): SQL {
  const startedAt = session.startedAt.toISOString();
  const until = session.endedAt?.toISOString() ?? "infinity";
  const { tenantId, id, chargePointId, connectorNumber } = session;
  return sql`
    select at, energy_mwh, energy_phases, power_w, current_ma, soc_percent from meter_value
    where tenant_id = ${tenantId} and partition_at = ${startedAt}::timestamptz and subject_id = ${id}
    union all
    select at, energy_mwh, energy_phases, power_w, current_ma, soc_percent from meter_value
    where tenant_id = ${tenantId} and subject_id = ${chargePointId} and connector_number = ${connectorNumber}
      and coalesce(transaction_id, 0) <= 0 and partition_at >= ${startedAt}::timestamptz
      and at between ${startedAt}::timestamptz and ${until}::timestamptz`;
}
