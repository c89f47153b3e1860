import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../../db/tenancy.ts";
import type { RegisterPoint } from "../../metering/register-series.ts";
import { type CompiledTariff, compileTariff } from "../../tariff/compile-tariff.ts";
import { parseOcpiTariff } from "../../tariff/ocpi-tariff.ts";

/** All that was heard of a session beside its start and stop. */
export type Evidence = {
  readonly points: readonly RegisterPoint[];
  readonly statuses: readonly { readonly atMs: number; readonly status: string }[];
  readonly maxPowerW: number | null;
  readonly last: { readonly at: Date; readonly powerW: number | null; readonly socPercent: number | null } | null;
};

export type SessionKey = { readonly tenantId: string; readonly id: string; readonly startedAt: Date };

type PointRow = {
  at: string;
  energy_mwh: string | null;
  energy_phases: number | null;
  power_w: number | null;
  current_ma: number | null;
  soc_percent: number | null;
};

export type MeteredRow = SessionKey & {
  readonly chargePointId: string;
  readonly connectorNumber: number;
  readonly endedAt: Date | null;
};

/**
 * The query for a session's readings, in no order. Readings of the same connector and time that named no transaction belong
 * to it too.
 */
export function readingsOf(session: MeteredRow): SQL {
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

/** Loads a session's readings in order, the statuses of its connector and the connector's power. */
export async function loadEvidence(tx: Transaction, session: MeteredRow): Promise<Evidence> {
  const startedAt = session.startedAt.toISOString();
  const until = session.endedAt?.toISOString() ?? "infinity";
  const { tenantId, chargePointId, connectorNumber } = session;
  // Of two readings of one instant the register's order is time's order.
  const points = await tx.execute<PointRow>(sql`${readingsOf(session)} order by at, energy_mwh nulls last`);
  const statuses = await tx.execute<{ at: string; status: string }>(sql`
    select at, status from connector_status
    where tenant_id = ${tenantId} and charge_point_id = ${chargePointId} and connector_number = ${connectorNumber}
      and received_at >= ${startedAt}::timestamptz - interval '1 hour' and at <= ${until}::timestamptz
    order by at, received_at`);
  const [plug] = await tx.execute<{ max_power_w: number | null }>(sql`
    select max_power_w from connector
    where tenant_id = ${tenantId} and charge_point_id = ${chargePointId} and number = ${connectorNumber}`);
  const last = points.at(-1);
  return {
    points: points.flatMap((row) => toPoint(new Date(row.at).getTime(), row)),
    statuses: statuses.map((row) => ({ atMs: new Date(row.at).getTime(), status: row.status })),
    maxPowerW: plug?.max_power_w ?? null,
    last: last ? { at: new Date(last.at), powerW: last.power_w, socPercent: last.soc_percent } : null,
  };
}

/** A register point, where the reading has a register. */
function toPoint(atMs: number, row: PointRow): RegisterPoint[] {
  if (row.energy_mwh === null) return [];
  return [
    {
      atMs,
      registerMwh: BigInt(row.energy_mwh),
      ...(row.energy_phases === null ? {} : { phases: row.energy_phases }),
      ...(row.power_w === null ? {} : { powerW: row.power_w }),
      ...(row.current_ma === null ? {} : { currentMa: row.current_ma }),
    },
  ];
}

/** A tariff version, ready to price by. Versions are immutable, so the callers may keep it. */
export async function loadTariff(tx: Transaction, tenantId: string, versionId: string): Promise<CompiledTariff> {
  const [row] = await tx.execute<{ ocpi: unknown }>(sql`
    select ocpi from tariff_version where tenant_id = ${tenantId} and id = ${versionId}`);
  if (!row) throw new Error(`tariff version ${versionId} is missing`);
  return compileTariff(parseOcpiTariff(row.ocpi));
}
