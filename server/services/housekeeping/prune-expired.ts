import { type SQL, sql } from "drizzle-orm";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";

/** Rows deleted in one transaction: long ones hold up vacuum and replicas. */
const AT_ONCE = 5_000;

/** What is deleted of each tenant once it has served its time. */
const EXPIRED: readonly { readonly table: SQL; readonly where: (now: SQL) => SQL }[] = [
  // Repeated POSTs are recognised for a day.
  { table: sql`idempotency_key`, where: (now) => sql`created_at < ${now} - interval '1 day'` },
  // A station repeats what was not answered within hours; a season covers every queue seen.
  { table: sql`reading_identity`, where: (now) => sql`partition_at < ${now} - interval '100 days'` },
  // A mail's text is gone already; that it was sent is a question of weeks.
  { table: sql`mail`, where: (now) => sql`state <> 'waiting' and created_at < ${now} - interval '90 days'` },
  { table: sql`power_sample`, where: (now) => sql`at < ${now} - interval '3 days'` },
  // What was delivered stays for a month, for questions; what was not stays until it is.
  { table: sql`outbox`, where: (now) => sql`delivered_at < ${now} - interval '30 days'` },
];

/** Deletes what has served its time, of every tenant, in small steps. Safe to run by several processes at once. */
export async function pruneExpired(deps: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = sql`${deps.clock.now().toISOString()}::timestamptz`;
  await deps.db.orm.execute(sql`delete from sign_in_ticket where expires_at < ${now} - interval '1 day'`);
  await deps.db.orm.execute(sql`select prune_user_sessions(${now} - interval '90 days')`);
  const tenants = await deps.db.orm.select({ id: tenant.id }).from(tenant);
  for (const { id } of tenants) {
    for (const { table, where } of EXPIRED) {
      let deleted: number;
      do {
        const rows = await inTenant(deps.db, id, (tx) =>
          tx.execute(sql`
            delete from ${table} where ctid = any (array(
              select ctid from ${table} where tenant_id = ${id} and ${where(now)} limit ${AT_ONCE} for update skip locked
            )) returning 1`),
        );
        deleted = rows.length;
      } while (deleted === AT_ONCE);
    }
  }
}
