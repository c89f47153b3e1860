import { and, eq, inArray } from "drizzle-orm";
import { command } from "../../../db/schema/assets.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { plainArray } from "../recording/array-literals.ts";
import { announceCommand } from "./announce.ts";

/** How long a command may lack its answer, in ms, while some live queue may still be at it. */
export type CommandPatience = {
  /** From its creation, while it waits for its turn. */
  readonly queuedMs: number;
  /** From its departure. */
  readonly sentMs: number;
};

const AT_ONCE = 500;

type Expired = {
  readonly tenant_id: string;
  readonly id: string;
  readonly site_id: string | null;
};

/**
 * Ends commands that nobody works on any more: the process that held them died before it could say what became of them.
 * A live queue gives a command up within the patience, so only what is older is ended, as `timedOut` with the code `lost`.
 * Safe to run by several processes at once. Gives the number ended.
 */
export async function expireCommands(
  deps: Pick<Deps, "db" | "clock" | "events">,
  patience: CommandPatience,
): Promise<number> {
  const tenants = plainArray((await deps.db.orm.select({ id: tenant.id }).from(tenant)).map(({ id }) => id));
  for (let ended = 0; ; ) {
    const rows = await expireSome(deps, tenants, patience);
    ended += rows.length;
    if (rows.length < AT_ONCE) return ended;
  }
}

async function expireSome(
  deps: Pick<Deps, "db" | "clock" | "events">,
  tenants: string,
  patience: CommandPatience,
): Promise<readonly Expired[]> {
  const now = deps.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  const rows = await deps.db.sql.begin(async (tx) => {
    await tx`select set_config('app.tenants', ${tenants}, true)`;
    return tx<Expired[]>`
      with due as (
        select tenant_id, id from command
        where (state = 'queued' and created_at < ${before(patience.queuedMs)}::timestamptz)
           or (state = 'sent' and sent_at < ${before(patience.sentMs)}::timestamptz)
        limit ${AT_ONCE} for update skip locked
      )
      update command c set
        state = 'timedOut', answered_at = ${now.toISOString()}::timestamptz,
        error = json_build_object('code', 'lost', 'description', case c.state
          when 'queued' then 'The server stopped before the command was known to have left.'
          else 'The server stopped before the answer came.' end)
      from due, charge_point p
      where c.tenant_id = due.tenant_id and c.id = due.id and p.tenant_id = c.tenant_id and p.id = c.charge_point_id
      returning c.tenant_id, c.id, p.site_id`;
  });
  await announceExpired(deps, rows);
  return rows;
}

/** Screens see what became of their commands without reading anew. */
async function announceExpired(deps: Pick<Deps, "db" | "events">, expired: readonly Expired[]): Promise<void> {
  const siteOf = new Map(expired.map((row) => [row.id, row.site_id]));
  for (const tenantId of new Set(expired.map((row) => row.tenant_id))) {
    const rows = await inTenant(deps.db, tenantId, (tx) =>
      tx
        .select()
        .from(command)
        .where(and(eq(command.tenantId, tenantId), inArray(command.id, [...siteOf.keys()]))),
    );
    for (const row of rows) announceCommand(deps, siteOf.get(row.id) ?? null, row);
  }
}
