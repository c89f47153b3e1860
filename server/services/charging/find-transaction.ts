import type { PlainSql } from "../../../db/client.ts";
import { inTenants } from "../../../db/tenancy.ts";
import { plainArray } from "../recording/array-literals.ts";
import type { OpenTransaction } from "../station/station.ts";

export type FoundTransaction = OpenTransaction & { readonly isActive: boolean };

export type TransactionRequest = {
  readonly tenantId: string;
  readonly chargePointId: string;
  readonly transactionId: number;
};

type Row = {
  id: string | null;
  started_at: Date;
  connector_number: number;
  id_token: string;
  is_accepted: boolean;
  start_energy_mwh: bigint;
  is_active: boolean;
};

/** The sequence's end: what OCPP 1.6 calls an integer. */
const MOST_TRANSACTION_ID = 2_147_483_647;

/**
 * Transactions of charge points by the ids we gave them, ended or not, many in one query. An id is only valid for its own
 * station. Stations may say any integer; ours fit the column.
 */
export async function findTransactions(
  sql: PlainSql,
  requests: readonly TransactionRequest[],
): Promise<readonly (FoundTransaction | null)[]> {
  const tenants = requests.map(({ tenantId }) => tenantId);
  const rows = await inTenants(
    sql,
    tenants,
    (tx) => tx<Row[]>`
      select s.id, s.started_at, s.connector_number, s.id_token, s.start_energy_mwh,
             s.id_token_verdict = 'accepted' as is_accepted, s.state = 'active' as is_active
      from unnest(${plainArray(tenants)}::text::uuid[],
                  ${plainArray(requests.map(({ chargePointId }) => chargePointId))}::text::uuid[],
                  ${plainArray(requests.map(({ transactionId }) => ownIdOf(transactionId)))}::text::int[])
        with ordinality as r (tenant_id, charge_point_id, transaction_id, index)
      left join transaction_start t on t.tenant_id = r.tenant_id and t.transaction_id = r.transaction_id
        and t.charge_point_id = r.charge_point_id
      left join session s on s.tenant_id = t.tenant_id and s.started_at = t.session_started_at and s.id = t.session_id
      order by r.index`,
  );
  return rows.map((row, index) => {
    const { transactionId } = requests[index] ?? { transactionId: 0 };
    if (row.id === null) return null;
    return {
      transactionId,
      sessionId: row.id,
      startedAt: row.started_at,
      connectorNumber: row.connector_number,
      idToken: row.id_token,
      isAccepted: row.is_accepted,
      startEnergyMwh: row.start_energy_mwh,
      isActive: row.is_active,
    };
  });
}

const ownIdOf = (transactionId: number): number | null =>
  Number.isInteger(transactionId) && transactionId >= 1 && transactionId <= MOST_TRANSACTION_ID ? transactionId : null;
