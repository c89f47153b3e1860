import type { session } from "../../../db/schema/charging.ts";
import type { PlainTransaction } from "../../../db/tenancy.ts";
import { instantArray, plainArray } from "../recording/array-literals.ts";
import type { SessionKey } from "./load-evidence.ts";

/** What working a session out needs of its row, and its connector's power in W where that is known. */
export type SessionRow = Pick<
  typeof session.$inferSelect,
  | (
      | "tenantId"
      | "id"
      | "startedAt"
      | "endedAt"
      | "settledAt"
      | "state"
      | "endCause"
      | "chargePointId"
      | "connectorNumber"
      | "siteId"
    )
  | ("transactionId" | "idToken" | "startEnergyMwh" | "stopEnergyMwh" | "stopReason" | "energyMwh" | "powerW")
  | ("socPercent" | "lastReadingAt" | "tariffVersionId" | "currency" | "netMinor" | "vatMinor" | "grossMinor")
  | ("timeZone" | "suspect" | "driverId")
> & { readonly maxPowerW: number | null };

/**
 * Loads sessions by key, in no order; what is not there is left out. With `lock` they are held for the transaction, and
 * those that somebody else holds are left out too: to wait for them here, and they for ours, would be a deadlock.
 */
export async function loadSessionRows(
  tx: PlainTransaction,
  keys: readonly SessionKey[],
  { lock }: { readonly lock: boolean },
): Promise<SessionRow[]> {
  return tx<SessionRow[]>`
    select s.tenant_id as "tenantId", s.id, s.started_at as "startedAt", s.ended_at as "endedAt",
           s.settled_at as "settledAt", s.state, s.end_cause as "endCause", s.charge_point_id as "chargePointId", s.connector_number as "connectorNumber",
           s.site_id as "siteId", s.transaction_id as "transactionId", s.id_token as "idToken",
           s.start_energy_mwh as "startEnergyMwh", s.stop_energy_mwh as "stopEnergyMwh", s.stop_reason as "stopReason",
           s.energy_mwh as "energyMwh", s.power_w as "powerW", s.soc_percent as "socPercent",
           s.last_reading_at as "lastReadingAt", s.tariff_version_id as "tariffVersionId", s.currency,
           s.net_minor as "netMinor", s.vat_minor as "vatMinor", s.gross_minor as "grossMinor",
           s.time_zone as "timeZone", s.suspect, s.driver_id as "driverId",
           (select c.max_power_w from connector c where c.tenant_id = s.tenant_id
            and c.charge_point_id = s.charge_point_id and c.number = s.connector_number) as "maxPowerW"
    from unnest(${plainArray(keys.map(({ tenantId }) => tenantId))}::text::uuid[],
                ${instantArray(keys.map(({ startedAt }) => startedAt))}::text::timestamptz[],
                ${plainArray(keys.map(({ id }) => id))}::text::uuid[]) as k (tenant_id, started_at, id)
    join session s on s.tenant_id = k.tenant_id and s.started_at = k.started_at and s.id = k.id
    ${lock ? tx`for update of s skip locked` : tx``}`;
}
