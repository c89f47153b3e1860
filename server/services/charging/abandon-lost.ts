import { and, eq, sql } from "drizzle-orm";
import { session } from "../../../db/schema/charging.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { markUnheardOffline } from "../station/seen-stations.ts";
import { abandonSession } from "./abandon-session.ts";
import type { SessionKey } from "./load-evidence.ts";

/**
 * Closes the running sessions of stations that have not been heard for so long: one that is lost for good would be charging for
 * ever, and its card nowhere else. A station that comes back all the same tells its stops, and they count. Returns how many.
 */
export async function abandonLost(deps: Deps, { afterMs }: { readonly afterMs: number }): Promise<number> {
  const since = new Date(deps.clock.now().getTime() - afterMs);
  await markUnheardOffline(deps, since);
  let closed = 0;
  for (const { id: tenantId } of await deps.db.orm.select({ id: tenant.id }).from(tenant)) {
    const lost = await inTenant(deps.db, tenantId, (tx) =>
      tx.execute<{ id: string; started_at: string }>(sql`
        select s.id, s.started_at from session s
        join charge_point c on c.tenant_id = s.tenant_id and c.id = s.charge_point_id
        where s.tenant_id = ${tenantId} and s.state = 'active' and not c.is_online
          -- Their time to come back begins with our own return.
          and greatest(c.last_seen_at, c.disconnected_at, s.start_received_at) < ${since.toISOString()}::timestamptz`),
    );
    for (const { id, started_at } of lost) {
      const key: SessionKey = { tenantId, id, startedAt: new Date(started_at) };
      if (await abandonSession(deps, key, "stationLost")) closed += 1;
    }
  }
  return closed;
}

/** Closes what runs at a charge point that is let in no more. */
export async function abandonOf(
  deps: Deps,
  { tenantId, chargePointId }: { readonly tenantId: string; readonly chargePointId: string },
): Promise<void> {
  const running = await inTenant(deps.db, tenantId, (tx) =>
    tx
      .select({ id: session.id, startedAt: session.startedAt })
      .from(session)
      .where(
        and(eq(session.tenantId, tenantId), eq(session.chargePointId, chargePointId), eq(session.state, "active")),
      ),
  );
  for (const { id, startedAt } of running) await abandonSession(deps, { tenantId, id, startedAt }, "retired");
}
