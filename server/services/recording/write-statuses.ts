import type { PlainTransaction } from "../../../db/tenancy.ts";
import { uuidv7 } from "../../core/ids.ts";
import { isConnectorNumber } from "../station/connector-number.ts";
import { instantArray, plainArray, textArray } from "./array-literals.ts";
import type { StatusFact } from "./facts.ts";
import type { Placed } from "./write-batch.ts";

type Status = Placed<StatusFact>;

/**
 * Keeps each status in the history and the newest on its connector, which is made when it is heard of first. A status has the
 * id of the message that told it, which makes a commit that is tried again the same row.
 */
export async function writeStatuses(tx: PlainTransaction, statuses: readonly Status[]): Promise<void> {
  if (statuses.length === 0) return;
  // The last word per connector: one statement may not touch a row twice.
  const newest = [...new Map(statuses.map((s) => [`${s.entry.chargePointId}/${s.fact.connectorNumber}`, s])).values()];
  const boxes = newest.filter(({ fact }) => fact.connectorNumber === 0);
  const plugs = newest.filter(({ fact }) => isConnectorNumber(fact.connectorNumber));
  const strange = plugs.filter(({ fact }) => !fact.isKnown);
  // Sent one after the other on one connection: the connectors are there when their states come.
  await Promise.all([
    writeHistory(tx, statuses),
    boxes.length > 0 && writeBoxes(tx, boxes),
    strange.length > 0 && makeConnectors(tx, strange),
    plugs.length > 0 && writePlugs(tx, plugs),
  ]);
}

const columns = (tx: PlainTransaction, statuses: readonly Status[]) => tx`
  unnest(${plainArray(statuses.map(({ entry }) => entry.tenantId))}::text::uuid[],
         ${plainArray(statuses.map(({ entry }) => entry.chargePointId))}::text::uuid[],
         ${plainArray(statuses.map(({ entry }) => entry.log?.id ?? uuidv7()))}::text::uuid[],
         ${plainArray(statuses.map(({ fact }) => fact.connectorNumber))}::text::int[],
         ${textArray(statuses.map(({ fact }) => fact.status))}::text::text[],
         ${textArray(statuses.map(({ fact }) => fact.errorCode))}::text::text[],
         ${textArray(statuses.map(({ fact }) => fact.info))}::text::text[],
         ${textArray(statuses.map(({ fact }) => fact.vendorErrorCode))}::text::text[],
         ${instantArray(statuses.map(({ fact }) => fact.at))}::text::timestamptz[],
         ${instantArray(statuses.map(({ fact }) => fact.receivedAt))}::text::timestamptz[])
    as s (tenant_id, charge_point_id, id, number, status, error_code, info, vendor_error_code, at, received_at)`;

const writeHistory = (tx: PlainTransaction, statuses: readonly Status[]) => tx`
  insert into connector_status (tenant_id, charge_point_id, received_at, id, connector_number, status, error_code, info,
                                vendor_error_code, at)
  select s.tenant_id, s.charge_point_id, s.received_at, s.id, s.number, s.status, s.error_code, s.info,
         s.vendor_error_code, s.at
  from ${columns(tx, statuses)}
  on conflict do nothing`;

const writeBoxes = (tx: PlainTransaction, statuses: readonly Status[]) => tx`
  update charge_point c set status = s.status, error_code = s.error_code, status_info = s.info, status_at = s.at
  from ${columns(tx, statuses)}
  where c.tenant_id = s.tenant_id and c.id = s.charge_point_id`;

const writePlugs = (tx: PlainTransaction, statuses: readonly Status[]) => tx`
  update connector k set status = s.status, error_code = s.error_code, status_info = s.info,
                         vendor_error_code = s.vendor_error_code, status_at = s.at, status_received_at = s.received_at
  from ${columns(tx, statuses)}
  where k.tenant_id = s.tenant_id and k.charge_point_id = s.charge_point_id and k.number = s.number
    and (k.status_received_at is null or k.status_received_at <= s.received_at
      -- So far ahead it was written by a clock of ours that has been set back since.
      or k.status_received_at > s.received_at + interval '1 minute')`;

/** A connector of OCPP 1.6 has an EVSE of its own. Either may be there already, made by an operator. */
async function makeConnectors(tx: PlainTransaction, statuses: readonly Status[]): Promise<void> {
  const tenants = plainArray(statuses.map(({ entry }) => entry.tenantId));
  const chargePoints = plainArray(statuses.map(({ entry }) => entry.chargePointId));
  const numbers = plainArray(statuses.map(({ fact }) => fact.connectorNumber));
  const ids = () => plainArray(statuses.map(() => uuidv7()));
  await Promise.all([
    tx`
      insert into evse (tenant_id, id, charge_point_id, number)
      select * from unnest(${tenants}::text::uuid[], ${ids()}::text::uuid[], ${chargePoints}::text::uuid[],
                           ${numbers}::text::int[])
      on conflict do nothing`,
    tx`
      insert into connector (tenant_id, id, charge_point_id, number, evse_id)
      select n.tenant_id, n.id, n.charge_point_id, n.number,
             (select e.id from evse e where e.tenant_id = n.tenant_id and e.charge_point_id = n.charge_point_id
              and e.number = n.number)
      from unnest(${tenants}::text::uuid[], ${ids()}::text::uuid[], ${chargePoints}::text::uuid[],
                  ${numbers}::text::int[]) as n (tenant_id, id, charge_point_id, number)
      on conflict do nothing`,
  ]);
}
