import { uuidv7 } from "../../core/ids.ts";
import { instantArray, plainArray, textArray } from "./array-literals.ts";
import type { StatusFact } from "./facts.ts";
import type { Placed, RecordingTransaction } from "./write-batch.ts";

/**
 * Keeps each status in the history and the newest on its connector, which is made when it is heard of first. A status has the
 * id of the message that told it, which makes a commit that is tried again the same row.
 */
export async function writeStatuses(tx: RecordingTransaction, statuses: readonly Placed<StatusFact>[]): Promise<void> {
  if (statuses.length === 0) return;
  // The last word per connector: one statement may not touch a row twice.
  const newest = [...new Map(statuses.map((s) => [`${s.entry.chargePointId}/${s.fact.connectorNumber}`, s])).values()];
  const boxes = newest.filter(({ fact }) => fact.connectorNumber === 0);
  const plugs = newest.filter(({ fact }) => fact.connectorNumber > 0);
  const columns = (items: readonly Placed<StatusFact>[]) => tx`
    unnest(${plainArray(items.map(({ entry }) => entry.tenantId))}::text::uuid[],
           ${plainArray(items.map(({ entry }) => entry.chargePointId))}::text::uuid[],
           ${plainArray(items.map(({ entry }) => entry.log?.id ?? uuidv7()))}::text::uuid[],
           ${plainArray(items.map(() => uuidv7()))}::text::uuid[],
           ${plainArray(items.map(({ fact }) => fact.connectorNumber))}::text::int[],
           ${textArray(items.map(({ fact }) => fact.status))}::text::text[],
           ${textArray(items.map(({ fact }) => fact.errorCode))}::text::text[],
           ${textArray(items.map(({ fact }) => fact.info))}::text::text[],
           ${textArray(items.map(({ fact }) => fact.vendorErrorCode))}::text::text[],
           ${instantArray(items.map(({ fact }) => fact.at))}::text::timestamptz[],
           ${instantArray(items.map(({ fact }) => fact.receivedAt))}::text::timestamptz[])
      as s (tenant_id, charge_point_id, id, other_id, number, status, error_code, info, vendor_error_code, at,
            received_at)`;
  await Promise.all([
    tx`
      insert into connector_status (tenant_id, charge_point_id, received_at, id, connector_number, status, error_code,
                                    info, vendor_error_code, at)
      select s.tenant_id, s.charge_point_id, s.received_at, s.id, s.number, s.status, s.error_code, s.info,
             s.vendor_error_code, s.at
      from ${columns(statuses)}
      on conflict do nothing`,
    boxes.length > 0 &&
      tx`
      update charge_point c set status = s.status, error_code = s.error_code, status_info = s.info, status_at = s.at
      from ${columns(boxes)}
      where c.tenant_id = s.tenant_id and c.id = s.charge_point_id`,
    plugs.length > 0 &&
      tx`
      with s as materialized (select * from ${columns(plugs)}),
      made as (
        insert into evse (tenant_id, id, charge_point_id, number)
        select s.tenant_id, s.other_id, s.charge_point_id, s.number from s
        where not exists (select from connector c where c.tenant_id = s.tenant_id
                          and c.charge_point_id = s.charge_point_id and c.number = s.number)
        on conflict (tenant_id, charge_point_id, number) do update set number = excluded.number
        returning tenant_id, charge_point_id, number, id
      )
      insert into connector as k (tenant_id, id, charge_point_id, evse_id, number, status, error_code, status_info,
                                  vendor_error_code, status_at, status_received_at)
      select s.tenant_id, s.id, s.charge_point_id,
             coalesce(made.id, (select c.evse_id from connector c where c.tenant_id = s.tenant_id
                                and c.charge_point_id = s.charge_point_id and c.number = s.number)),
             s.number, s.status, s.error_code, s.info, s.vendor_error_code, s.at, s.received_at
      from s left join made using (tenant_id, charge_point_id, number)
      on conflict (tenant_id, charge_point_id, number) do update set
        status = excluded.status, error_code = excluded.error_code, status_info = excluded.status_info,
        vendor_error_code = excluded.vendor_error_code, status_at = excluded.status_at,
        status_received_at = excluded.status_received_at
      where k.status_received_at is null or k.status_received_at <= excluded.status_received_at`,
  ]);
}
