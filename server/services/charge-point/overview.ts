import { sql } from "drizzle-orm";
import { z } from "zod";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";

export const OverviewView = z.object({
  chargePoints: z.int(),
  online: z.int(),
  offline: z.int(),
  /** Connectors of connected charge points, by what they report. */
  charging: z.int(),
  faulted: z.int(),
  activeSessions: z.int(),
  /** Watts over all running sessions whose charge point is connected. */
  powerW: z.int(),
});
export type OverviewView = z.infer<typeof OverviewView>;

/** The fleet in a few numbers. */
export async function getOverview(ctx: ServiceContext): Promise<OverviewView> {
  requirePermission(ctx, "chargePoint.read");
  return transact(ctx, async (tx) => {
    const [row] = await tx.execute<Record<keyof OverviewView, string | number>>(sql`
      select
        (select count(*) from charge_point where tenant_id = ${ctx.tenantId} and retired_at is null) as "chargePoints",
        (select count(*) from charge_point where tenant_id = ${ctx.tenantId} and retired_at is null and is_online)
          as "online",
        (select count(*) from charge_point where tenant_id = ${ctx.tenantId} and retired_at is null and not is_online)
          as "offline",
        (select count(*) from connector k join charge_point c on c.tenant_id = k.tenant_id and c.id = k.charge_point_id
         where k.tenant_id = ${ctx.tenantId} and c.is_online and c.retired_at is null and k.status = 'Charging')
          as "charging",
        (select count(*) from connector k join charge_point c on c.tenant_id = k.tenant_id and c.id = k.charge_point_id
         where k.tenant_id = ${ctx.tenantId} and c.is_online and c.retired_at is null and k.status = 'Faulted')
          as "faulted",
        (select count(*) from session where tenant_id = ${ctx.tenantId} and state = 'active') as "activeSessions",
        (select coalesce(sum(s.power_w), 0) from session s
         join charge_point c on c.tenant_id = s.tenant_id and c.id = s.charge_point_id
         where s.tenant_id = ${ctx.tenantId} and s.state = 'active' and c.is_online) as "powerW"`);
    return OverviewView.parse(
      Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)])),
    );
  });
}
