import type { PlainTransaction } from "../../../db/tenancy.ts";
import type { RegisterPoint } from "../../metering/register-series.ts";
import { instantArray, plainArray } from "../recording/array-literals.ts";

/** All that was heard of a session beside its start and stop. */
export type Evidence = {
  readonly points: readonly RegisterPoint[];
  readonly statuses: readonly { readonly atMs: number; readonly status: string }[];
  readonly last: { readonly at: Date; readonly powerW: number | null; readonly socPercent: number | null } | null;
};

export type SessionKey = { readonly tenantId: string; readonly id: string; readonly startedAt: Date };

export type MeteredSessionRow = SessionKey & {
  readonly chargePointId: string;
  readonly connectorNumber: number;
  readonly endedAt: Date | null;
};

/** An instant as it comes: text on connections that the query builder shares. */
type At = Date | string;

type PointRow = {
  index: number;
  at: At;
  energy_mwh: bigint | null;
  energy_phases: number | null;
  power_w: number | null;
  current_ma: number | null;
  soc_percent: number | null;
};

/** A state that was entered before the start, so long ago at most, still holds at it. */
const EARLIER_MS = 3_600_000;

/** From when on what came may be of a session. Its readings may have come before its start too: a station's clock may be ahead. */
export const heardSince = ({ startedAt }: Pick<SessionKey, "startedAt">): Date =>
  new Date(startedAt.getTime() - EARLIER_MS);
/** PostgreSQL's end of time would not survive the way through a literal of ISO instants. */
const NO_END = new Date("9999-01-01T00:00:00Z");

/**
 * Loads the readings of sessions in order, and the statuses of their connectors; one entry for each session, in their
 * order. Readings of the same connector and time that named no transaction belong to a session too.
 */
export async function loadEvidence(
  tx: PlainTransaction,
  sessions: readonly MeteredSessionRow[],
): Promise<readonly Evidence[]> {
  // Instants are worked out here: a function in a condition would keep row-level security from using an index.
  const asked = tx`
    unnest(${plainArray(sessions.map((_, index) => index))}::text::int[],
           ${plainArray(sessions.map(({ tenantId }) => tenantId))}::text::uuid[],
           ${plainArray(sessions.map(({ id }) => id))}::text::uuid[],
           ${instantArray(sessions.map(({ startedAt }) => startedAt))}::text::timestamptz[],
           ${instantArray(sessions.map(({ endedAt }) => endedAt ?? NO_END))}::text::timestamptz[],
           ${plainArray(sessions.map(({ chargePointId }) => chargePointId))}::text::uuid[],
           ${plainArray(sessions.map(({ connectorNumber }) => connectorNumber))}::text::int[],
           ${instantArray(sessions.map(heardSince))}::text::timestamptz[])
      as s (index, tenant_id, id, started_at, until, charge_point_id, connector_number, since)`;
  const [points, statuses] = await Promise.all([
    tx<PointRow[]>`
      select s.index, m.at, m.energy_mwh, m.energy_phases, m.power_w, m.current_ma, m.soc_percent
      from ${asked} cross join lateral (
        select at, energy_mwh, energy_phases, power_w, current_ma, soc_percent from meter_value
        where tenant_id = s.tenant_id and partition_at = s.started_at and subject_id = s.id
        union all
        select at, energy_mwh, energy_phases, power_w, current_ma, soc_percent from meter_value
        where tenant_id = s.tenant_id and subject_id = s.charge_point_id and connector_number = s.connector_number
          and coalesce(transaction_id, 0) <= 0 and partition_at >= s.since and at >= s.started_at and at <= s.until
      ) m
      -- Of two readings of one instant the register's order is time's order.
      order by s.index, m.at, m.energy_mwh nulls last`,
    tx<{ index: number; at: At; status: string }[]>`
      select s.index, c.at, c.status
      from ${asked} join connector_status c
        on c.tenant_id = s.tenant_id and c.charge_point_id = s.charge_point_id and c.received_at >= s.since
        and c.connector_number = s.connector_number and c.at <= s.until
      order by s.index, c.at, c.received_at`,
  ]);
  const pointsOf = byIndex(points, sessions.length);
  const statusesOf = byIndex(statuses, sessions.length);
  return sessions.map((_, index) => {
    const readings = pointsOf[index] ?? [];
    const last = readings.at(-1);
    return {
      points: readings.flatMap(toPoint),
      statuses: (statusesOf[index] ?? []).map(({ at, status }) => ({ atMs: new Date(at).getTime(), status })),
      last: last ? { at: new Date(last.at), powerW: last.power_w, socPercent: last.soc_percent } : null,
    };
  });
}

function byIndex<Row extends { readonly index: number }>(rows: readonly Row[], count: number): readonly Row[][] {
  const groups = Array.from({ length: count }, (): Row[] => []);
  for (const row of rows) groups[row.index]?.push(row);
  return groups;
}

/** A register point, where the reading has a register. */
function toPoint(row: PointRow): RegisterPoint[] {
  if (row.energy_mwh === null) return [];
  return [
    {
      atMs: new Date(row.at).getTime(),
      registerMwh: row.energy_mwh,
      ...(row.energy_phases === null ? {} : { phases: row.energy_phases }),
      ...(row.power_w === null ? {} : { powerW: row.power_w }),
      ...(row.current_ma === null ? {} : { currentMa: row.current_ma }),
    },
  ];
}
