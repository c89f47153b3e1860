import { and, eq, sql } from "drizzle-orm";
import { session } from "../../../db/schema/charging.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { SessionKey } from "./load-evidence.ts";

/**
 * Closes a session whose stop never came, at its last sign of life. It is marked for review; a stop that still comes
 * replaces this end. Returns whether there was something to close.
 */
export async function abandonSession(deps: Deps, key: SessionKey, because: string): Promise<boolean> {
  const closed = await inTenant(deps.db, key.tenantId, (tx) =>
    tx
      .update(session)
      .set({
        state: "ended",
        endCause: "abandoned",
        endedAt: sql`greatest(${session.startedAt}, (select max(v.at) from meter_value v
          where v.tenant_id = ${key.tenantId} and v.partition_at = ${key.startedAt.toISOString()}::timestamptz
          and v.subject_id = ${key.id}))`,
        powerW: 0,
        settledAt: null,
        suspect: sql`array_append(array_remove(${session.suspect}, 'abandoned'), 'abandoned')`,
        stopReason: because,
        updatedAt: deps.clock.now(),
      })
      .where(
        and(
          eq(session.tenantId, key.tenantId),
          eq(session.startedAt, key.startedAt),
          eq(session.id, key.id),
          eq(session.state, "active"),
        ),
      )
      .returning({ id: session.id }),
  );
  return closed.length > 0;
}
