import { sql } from "drizzle-orm";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { SessionKey } from "./load-evidence.ts";
import { settleSession } from "./settle-session.ts";

const SWEEP_MS = 30_000;
const AT_ONCE = 3;
const SWEEP_LIMIT = 500;

/** Works out ended sessions, soon after their end; what a crash left undone is found again by a sweep. */
export interface SettlementQueue {
  enqueue(key: SessionKey): void;
  /** Settles all that is due in the database; resolves when done. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export function createSettlementQueue(deps: Deps): SettlementQueue {
  const waiting = new Map<string, SessionKey>();
  const working = new Set<string>();
  let isStopped = false;
  let idle: (() => void)[] = [];

  const next = (): void => {
    for (const [id, key] of waiting) {
      if (working.size >= AT_ONCE) return;
      // A session that is being settled waits its turn: what made it due may not have been seen.
      if (working.has(id)) continue;
      waiting.delete(id);
      working.add(id);
      void settleSession(deps, key)
        .catch((error: unknown) => {
          // It stays unsettled in the database, and the sweep finds it.
          deps.log.error({ err: error, sessionId: id }, "session not settled");
        })
        .then(() => {
          working.delete(id);
          next();
        });
    }
    if (waiting.size === 0 && working.size === 0) {
      for (const wake of idle) wake();
      idle = [];
    }
  };

  const enqueue = (key: SessionKey): void => {
    if (isStopped) return;
    waiting.set(key.id, key);
    setImmediate(next);
  };
  const whenIdle = () =>
    waiting.size === 0 && working.size === 0 ? Promise.resolve() : new Promise<void>((wake) => void idle.push(wake));

  const sweep = async (): Promise<void> => {
    const tenants = await deps.db.orm.select({ id: tenant.id }).from(tenant);
    for (const { id: tenantId } of tenants) {
      const due = await inTenant(deps.db, tenantId, (tx) =>
        tx.execute<{ id: string; started_at: string }>(sql`
          select id, started_at from session
          where tenant_id = ${tenantId} and state = 'ended' and settled_at is null
          order by started_at limit ${SWEEP_LIMIT}`),
      );
      for (const { id, started_at } of due) enqueue({ tenantId, id, startedAt: new Date(started_at) });
    }
    await whenIdle();
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => deps.log.warn({ err: error }, "settlement sweep failed"));
  }, SWEEP_MS);
  timer.unref();

  return {
    enqueue,
    sweep,
    stop: () => {
      isStopped = true;
      clearInterval(timer);
      return whenIdle();
    },
  };
}
