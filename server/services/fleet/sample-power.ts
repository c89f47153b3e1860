import { WHOLE_FLEET } from "../../../db/schema/analytics.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenants } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";

/** What a column of watts holds. Stations may claim more together, and must not keep others from having their samples. */
const MOST_W = 2_147_483_647;

/**
 * Notes the power of every company's fleet and of each site where something charges, at the full minute. Doing it twice within a
 * minute, or in two processes, changes nothing.
 */
export async function samplePower({ db, clock }: Pick<Deps, "db" | "clock">): Promise<void> {
  const tenants = (await db.orm.select({ id: tenant.id }).from(tenant)).map(({ id }) => id);
  if (tenants.length === 0) return;
  const now = clock.now().toISOString();
  await inTenants(
    db.sql,
    tenants,
    (tx) => tx`
      with running as (
        select s.tenant_id, c.site_id, case when c.is_online then coalesce(s.power_w, 0) else 0 end as power_w
        from session s join charge_point c on c.tenant_id = s.tenant_id and c.id = s.charge_point_id
        where s.tenant_id = any (${tenants}::uuid[]) and s.ended_at is null and c.retired_at is null
      )
      insert into power_sample (tenant_id, site_id, at, power_w, sessions)
      select t.id, ${WHOLE_FLEET}::uuid, date_trunc('minute', ${now}::timestamptz),
        greatest(least(coalesce(sum(r.power_w), 0), ${MOST_W}), ${-MOST_W}), count(r.tenant_id)
      from unnest(${tenants}::uuid[]) as t (id) left join running r on r.tenant_id = t.id group by t.id
      union all
      select tenant_id, site_id, date_trunc('minute', ${now}::timestamptz),
        greatest(least(sum(power_w), ${MOST_W}), ${-MOST_W}), count(*)
      from running where site_id is not null group by tenant_id, site_id
      on conflict do nothing`,
  );
}
