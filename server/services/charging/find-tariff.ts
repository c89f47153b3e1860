import type { PlainSql } from "../../../db/client.ts";
import { inTenants } from "../../../db/tenancy.ts";
import { instantArray, plainArray } from "../recording/array-literals.ts";

export type FoundTariff = {
  readonly tariffId: string;
  readonly tariffVersionId: string;
  readonly currency: string;
  /** Who says so: the most specific wins. */
  readonly source: "chargePoint" | "site" | "tenant";
};

export type TariffRequest = { readonly tenantId: string; readonly chargePointId: string; readonly at: Date };

type Row = {
  tariff_id: string | null;
  tariff_version_id: string | null;
  currency: string;
  source: FoundTariff["source"];
};

/**
 * The tariff versions that hold for charge points at an instant, many in one query: the charge point's own, else its
 * site's, else the tenant's. Of the versions that hold then the newest, so that
 * after one that ends the one before it holds again; null when there is none (the session is then free,
 * and marked).
 */
export async function findTariffs(
  sql: PlainSql,
  requests: readonly TariffRequest[],
): Promise<readonly (FoundTariff | null)[]> {
  const tenants = requests.map(({ tenantId }) => tenantId);
  const rows = await inTenants(
    sql,
    tenants,
    (tx) => tx<Row[]>`
      select t.id as tariff_id, v.id as tariff_version_id, t.currency,
             case when c.tariff_id is not null then 'chargePoint' when s.tariff_id is not null then 'site'
                  else 'tenant' end as source
      from unnest(${plainArray(tenants)}::text::uuid[],
                  ${plainArray(requests.map(({ chargePointId }) => chargePointId))}::text::uuid[],
                  ${instantArray(requests.map(({ at }) => at))}::text::timestamptz[])
        with ordinality as r (tenant_id, charge_point_id, at, index)
      left join charge_point c on c.tenant_id = r.tenant_id and c.id = r.charge_point_id
      left join tenant n on n.id = r.tenant_id
      left join site s on s.tenant_id = r.tenant_id and s.id = c.site_id
      left join tariff t on t.tenant_id = r.tenant_id and t.id = coalesce(c.tariff_id, s.tariff_id, n.default_tariff_id)
      left join lateral (
        select v.id from tariff_version v
        where v.tenant_id = t.tenant_id and v.tariff_id = t.id and v.valid_from <= r.at
          and (v.valid_until is null or v.valid_until > r.at)
        order by v.valid_from desc, v.version desc limit 1) as v on true
      order by r.index`,
  );
  return rows.map(({ tariff_id, tariff_version_id, currency, source }) =>
    tariff_id && tariff_version_id
      ? { tariffId: tariff_id, tariffVersionId: tariff_version_id, currency, source }
      : null,
  );
}
