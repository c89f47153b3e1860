import { and, eq, gt, min, sql } from "drizzle-orm";
import { session } from "../../../db/schema/charging.ts";
import { inTenant, type Transaction } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { MeteredSessionRow, SessionKey } from "./load-evidence.ts";
import { readingsOf } from "./readings-of.ts";

/**
 * Closes a session whose stop never came, at its last sign of life. It is marked for review; a stop that still comes
 * replaces this end. Returns whether there was something to close.
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
    const readings = readingsOf({ ...key, ...row, endedAt: await findNextStart(tx, { ...key, ...row }) });
    const closed = await tx
      .update(session)
      .set({
        state: "ended",
        endCause: "abandoned",
        endedAt: sql`greatest(${session.startedAt}, (select max(at) from (${readings}) as heard))`,
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

/** When the connector's next session began: what names no transaction is of that one from then on. */
async function findNextStart(tx: Transaction, row: Omit<MeteredSessionRow, "endedAt">): Promise<Date | null> {
  const [next] = await tx
    .select({ startedAt: min(session.startedAt) })
    .from(session)
    .where(
      and(
        eq(session.tenantId, row.tenantId),
        eq(session.chargePointId, row.chargePointId),
        eq(session.connectorNumber, row.connectorNumber),
        gt(session.startedAt, row.startedAt),
      ),
    );
  return next?.startedAt ?? null;
}
