import { tenant } from "../../../db/schema/tenants.ts";
import type { Deps } from "../context.ts";
import { instantArray, plainArray } from "../recording/array-literals.ts";
import type { Station } from "./station.ts";

const SWEEP_MS = 30_000;

/** Remembers when stations were last heard, and writes it for all of them every half minute. */
export function createSeenStations(deps: Pick<Deps, "db" | "clock" | "log">) {
  let seen = new Map<Station, Date>();
  const sweep = async () => {
    if (seen.size === 0) return;
    const batch = [...seen];
    seen = new Map();
    try {
      await deps.db.sql.begin(async (tx) => {
        const tenants = new Set(batch.map(([station]) => station.tenantId));
        await tx`select set_config('app.tenants', ${plainArray([...tenants])}, true)`;
        await tx`
          update charge_point c set last_seen_at = s.at
          from unnest(${plainArray(batch.map(([station]) => station.tenantId))}::text::uuid[],
                      ${plainArray(batch.map(([station]) => station.chargePointId))}::text::uuid[],
                      ${instantArray(batch.map(([, at]) => at))}::text::timestamptz[]) as s (tenant_id, id, at)
          where c.tenant_id = s.tenant_id and c.id = s.id and (c.last_seen_at is null or c.last_seen_at < s.at)`;
      });
    } catch (error) {
      seen = new Map([...batch, ...seen]); // for the next sweep: who was heard must not look lost
      deps.log.warn({ err: error }, "last-seen instants not written");
    }
  };
  const timer = setInterval(() => void sweep(), SWEEP_MS);
  timer.unref();
  return {
    seen: (station: Station): void => void seen.set(station, deps.clock.now()),
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await sweep();
    },
  };
}

/** After a crash the database still says "online": stations of this node are offline until they come back. */
export async function markNodeOffline(deps: Pick<Deps, "db" | "clock">, nodeId: string): Promise<void> {
  const tenants = await deps.db.orm.select({ id: tenant.id }).from(tenant);
  await deps.db.sql.begin(async (tx) => {
    await tx`select set_config('app.tenants', ${plainArray(tenants.map(({ id }) => id))}, true)`;
    await tx`
      update charge_point set is_online = false, connection_node = null, disconnected_at = ${deps.clock.now().toISOString()}
      where is_online and connection_node = ${nodeId}`;
  });
}

/** Sweeps come more often by far: when nobody was heard for so long, it is we who are deaf. */
const DEAF_AFTER_MS = 5 * 60_000;

/**
 * A node that died and never came back under its name leaves stations behind that seem to be online: those not heard since an
 * instant long ago are offline from when they were heard last. Nothing is concluded while nobody at all is heard, as after a
 * machine slept or the database was away.
 */
export async function markUnheardOffline(deps: Pick<Deps, "db" | "clock" | "events">, since: Date): Promise<void> {
  const tenants = await deps.db.orm.select({ id: tenant.id }).from(tenant);
  const lately = new Date(deps.clock.now().getTime() - DEAF_AFTER_MS).toISOString();
  const marked = await deps.db.sql.begin(async (tx) => {
    await tx`select set_config('app.tenants', ${plainArray(tenants.map(({ id }) => id))}, true)`;
    return tx<{ tenantId: string; siteId: string | null; chargePointId: string; at: string }[]>`
      update charge_point set is_online = false, connection_node = null, disconnected_at = last_seen_at
      where is_online and last_seen_at < ${since.toISOString()}
        and exists (select from charge_point where last_seen_at >= ${lately})
      returning tenant_id as "tenantId", site_id as "siteId", id as "chargePointId", disconnected_at as at`;
  });
  for (const { at, ...about } of marked) {
    const lost = { type: "connectionChanged", isOnline: false, reason: null } as const;
    deps.events.publish({ ...lost, ...about, at: new Date(at).toISOString() });
  }
}
