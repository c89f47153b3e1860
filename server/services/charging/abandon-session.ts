import { and, eq, type SQL, sql } from "drizzle-orm";
import { session } from "../../../db/schema/charging.ts";
import { inTenant, type Transaction } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { heardSince, type MeteredSessionRow, type SessionKey } from "./load-evidence.ts";
import { ofSessionItself, readingsOf } from "./readings-of.ts";

/**
 * Closes a session whose stop never came, at its last sign of life: an idle connector's readings are none. It is marked for
 * review; a stop that still comes replaces this end. Returns whether there was something to close.
 */
export async function abandonSession(deps: Deps, key: SessionKey, because: string): Promise<boolean> {
  const { tenantId, startedAt, id } = key;
  const isActive = and(
    eq(session.tenantId, tenantId),
    eq(session.startedAt, startedAt),
    eq(session.id, id),
    eq(session.state, "active"),
  );
  return inTenant(deps.db, tenantId, async (tx) => {
    const [row] = await tx
      .select({ chargePointId: session.chargePointId, connectorNumber: session.connectorNumber })
      .from(session)
      .where(isActive);
    if (!row) return false;
    const closed = await tx
      .update(session)
      .set({
        state: "ended",
        endCause: "abandoned",
        endedAt: await lastSignOf(tx, { ...key, ...row }),
        powerW: 0,
        settledAt: null,
        suspect: sql`array_append(array_remove(${session.suspect}, 'abandoned'), 'abandoned')`,
        stopReason: because,
        updatedAt: deps.clock.now(),
      })
      .where(isActive)
      .returning({ id: session.id });
    return closed.length > 0;
  });
}

type Metered = Omit<MeteredSessionRow, "endedAt">;

/** When a session whose stop says nothing usable ended: at its last sign of life, which an idle connector's readings are not. */
export async function findLastSign(deps: Pick<Deps, "db">, row: Metered): Promise<Date> {
  const [found] = await inTenant(deps.db, row.tenantId, async (tx) =>
    tx.execute<{ at: string }>(sql`select ${await lastSignOf(tx, row)} as at`),
  );
  return found ? new Date(found.at) : row.startedAt;
}

async function lastSignOf(tx: Transaction, row: Metered): Promise<SQL> {
  const readings = readingsOf({ ...row, endedAt: await findFreed(tx, row) });
  return sql`greatest(${row.startedAt.toISOString()}::timestamptz, (select max(at) from (${readings}) as heard))`;
}

/**
 * When the connector's next session began, or nobody charged there any more: what names no transaction is not of this session
 * from then on. After a boot that is also a connector that prepares.
 */
async function findFreed(tx: Transaction, row: Metered): Promise<Date | null> {
  const { tenantId, chargePointId, connectorNumber } = row;
  const startedAt = sql`${row.startedAt.toISOString()}::timestamptz`;
  const ofConnector = sql`tenant_id = ${tenantId} and charge_point_id = ${chargePointId}
    and connector_number = ${connectorNumber}`;
  const [found] = await tx.execute<{ at: string | null }>(sql`
    with next as (select min(started_at) as at from session where ${ofConnector} and started_at > ${startedAt}),
    told as (
      select status, c.at, received_at from connector_status c, next
      where ${ofConnector} and received_at >= ${heardSince(row).toISOString()}::timestamptz
        and c.at > ${startedAt} and c.at < coalesce(next.at, 'infinity')
    ),
    busy as (
      select greatest(
        ${startedAt},
        (select max(at) from told where status in ('Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing')),
        (select max(at) from meter_value where ${ofSessionItself({ ...row, endedAt: null })})
      ) as at
    )
    select least((select at from next), (
      select min(told.at) from told, busy
      where told.at > busy.at and (status in ('Available', 'Unavailable') or status = 'Preparing' and received_at >= (
        select last_boot_at from charge_point where tenant_id = ${tenantId} and id = ${chargePointId}
          and last_boot_at > ${startedAt}))
    )) as at`);
  return found?.at ? new Date(found.at) : null;
}
