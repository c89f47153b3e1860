import { sql } from "drizzle-orm";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";

export type TariffUses = {
  readonly tariffId: string;
  readonly isDefault: boolean;
  readonly sites: number;
  readonly chargePoints: number;
  readonly versions: number;
};

/** How often each of the tenant's tariffs is named: as the default, by sites, by charge points that are not retired. */
export async function listTariffUses(ctx: ServiceContext): Promise<readonly TariffUses[]> {
  requirePermission(ctx, "tariff.read");
  return transact(ctx, async (tx) => {
    const rows = await tx.execute<TariffUses & Record<string, unknown>>(sql`
      select t.id as "tariffId", coalesce(n.default_tariff_id = t.id, false) as "isDefault",
        (select count(*)::int from site s where s.tenant_id = t.tenant_id and s.tariff_id = t.id) as sites,
        (select count(*)::int from charge_point c
          where c.tenant_id = t.tenant_id and c.tariff_id = t.id and c.retired_at is null) as "chargePoints",
        (select count(*)::int from tariff_version v where v.tenant_id = t.tenant_id and v.tariff_id = t.id) as versions
      from tariff t join tenant n on n.id = t.tenant_id
      where t.tenant_id = ${ctx.tenantId}`);
    return rows.map(({ tariffId, isDefault, sites, chargePoints, versions }) => ({
      tariffId,
      isDefault,
      sites,
      chargePoints,
      versions,
    }));
  });
}
