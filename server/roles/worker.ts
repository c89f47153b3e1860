import { sql } from "drizzle-orm";
import { tenant } from "../../db/schema/tenants.ts";
import { inTenant } from "../../db/tenancy.ts";
import { expireCommands } from "../services/command/expire-commands.ts";
import { commandPatience } from "./command-patience.ts";
import type { RoleDeps, Running } from "./running.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Housekeeping: the months to come get their partitions, what has served its time is deleted, what hangs is ended. */
export async function startWorker(deps: RoleDeps): Promise<Running> {
  const round = async () => {
    const now = deps.clock.now().toISOString();
    await deps.db.sql`select ensure_partitions(${now}::timestamptz, 4, 3)`;
    const tenants = await deps.db.orm.select({ id: tenant.id }).from(tenant);
    for (const { id } of tenants) {
      await inTenant(deps.db, id, async (tx) => {
        // Repeated POSTs are recognised for a day.
        await tx.execute(sql`delete from idempotency_key where tenant_id = ${id}
          and created_at < ${now}::timestamptz - interval '1 day'`);
        // A station repeats what was not answered within hours; a season covers every queue seen.
        await tx.execute(sql`delete from reading_identity where tenant_id = ${id}
          and partition_at < ${now}::timestamptz - interval '100 days'`);
      });
    }
  };
  await round();
  const timer = setInterval(() => {
    round().catch((error: unknown) => deps.log.warn({ err: error }, "housekeeping failed; the next hour tries again"));
  }, HOUR_MS);
  timer.unref();
  const patience = commandPatience(deps.env);
  const commandTimer = setInterval(() => {
    expireCommands(deps, patience).catch((error: unknown) =>
      deps.log.warn({ err: error }, "commands without answer not ended; the next minute tries again"),
    );
  }, MINUTE_MS);
  commandTimer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      clearInterval(commandTimer);
    },
  };
}
