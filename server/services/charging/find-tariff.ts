import { sql } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import { inTenant } from "../../../db/tenancy.ts";

export type FoundTariff = {
  readonly tariffId: string;
  readonly tariffVersionId: string;
  readonly currency: string;
  /** Who says so: the most specific wins. */
  readonly source: "chargePoint" | "site" | "tenant";
};

export type TariffRequest = { readonly tenantId: string; readonly chargePointId: string; readonly at: Date };

/**
 * The tariff version that holds for a charge point at an instant: its own, else its site's, else the tenant's. Of the
 * versions valid by then the newest; null when there is none (the session is then free, and marked).
 */
export async function findTariff(db: Database, request: TariffRequest): Promise<FoundTariff | null> {
  return inTenant(db, request.tenantId, async (tx) => {
    const rows = await tx.execute<{
      tariff_id: string;
      tariff_version_id: string;
      currency: string;
      source: FoundTariff["source"];
    }>(sql`
      select t.id as tariff_id, v.id as tariff_version_id, t.currency, chosen.source
      from charge_point c
      join tenant n on n.id = c.tenant_id
      left join site s on s.tenant_id = c.tenant_id and s.id = c.site_id
      cross join lateral (
        select coalesce(c.tariff_id, s.tariff_id, n.default_tariff_id) as tariff_id,
               case when c.tariff_id is not null then 'chargePoint' when s.tariff_id is not null then 'site'
                    else 'tenant' end as source) as chosen
      join tariff t on t.tenant_id = c.tenant_id and t.id = chosen.tariff_id
      join lateral (
        select v.id from tariff_version v
        where v.tenant_id = t.tenant_id and v.tariff_id = t.id and v.valid_from <= ${request.at.toISOString()}::timestamptz
        order by v.valid_from desc, v.version desc limit 1) as v on true
      where c.tenant_id = ${request.tenantId} and c.id = ${request.chargePointId}`);
    const [row] = rows;
    return row
      ? { tariffId: row.tariff_id, tariffVersionId: row.tariff_version_id, currency: row.currency, source: row.source }
      : null;
  });
}
