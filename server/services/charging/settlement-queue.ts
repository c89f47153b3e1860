import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { isTransientDatabaseError } from "../recording/transient.ts";
import type { SessionKey } from "./load-evidence.ts";
import { markUnsettled } from "./mark-unsettled.ts";
import { settleSession } from "./settle-session.ts";

const SWEEP_MS = 30_000;
const AT_ONCE = 3;
const SWEEP_PAGE = 500;
/** How often a sweep looks whether there is room for its next page. */
const ROOM_MS = 50;

/** Works out ended sessions, soon after their end; what a crash left undone is found again by a sweep. */
export interface SettlementQueue {
  enqueue(key: SessionKey): void;
  /** Settles all that is due in the database; resolves when done. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export type SettlementOptions = {
  /** Sessions looked up at once. */
  readonly sweepPage?: number;
  /** A session could not be worked out. */
  readonly onFailed?: () => void;
};

export function createSettlementQueue(
  deps: Deps,
  { sweepPage = SWEEP_PAGE, onFailed = () => {} }: SettlementOptions = {},
): SettlementQueue {
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
        .catch((error: unknown) => failed(key, error))
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

  /** It stays unsettled in the database, where the sweep finds it again: at once if the database was away, else later. */
  const failed = async (key: SessionKey, error: unknown): Promise<void> => {
    deps.log.error({ err: error, sessionId: key.id }, "session not settled");
    if (isTransientDatabaseError(error)) return;
    onFailed();
    await markUnsettled(deps, key).catch((cause: unknown) =>
      deps.log.warn({ err: cause, sessionId: key.id }, "failed settlement not noted"),
    );
  };

  const enqueue = (key: SessionKey): void => {
    if (isStopped) return;
    waiting.set(key.id, key);
    setImmediate(next);
  };
  const whenIdle = () =>
    waiting.size === 0 && working.size === 0 ? Promise.resolve() : new Promise<void>((wake) => void idle.push(wake));

  /** All that is due of a tenant, page by page: what fails again must not hide what comes after it. */
  const sweepTenant = async (tenantId: string): Promise<void> => {
    let after: { readonly id: string; readonly started_at: string } | undefined;
    do {
      const due = await findDue(deps, tenantId, { after, limit: sweepPage });
      for (const { id, started_at } of due) enqueue({ tenantId, id, startedAt: new Date(started_at) });
      while (waiting.size >= sweepPage && !isStopped) await sleep(ROOM_MS);
      after = due.length < sweepPage ? undefined : due.at(-1);
    } while (after && !isStopped);
  };
  const sweep = async (): Promise<void> => {
    const tenants = await deps.db.orm.select({ id: tenant.id }).from(tenant);
    for (const { id } of tenants) await sweepTenant(id);
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

type Due = { readonly id: string; readonly started_at: string };

const findDue = (
  deps: Pick<Deps, "db" | "clock">,
  tenantId: string,
  { after, limit }: { readonly after: Due | undefined; readonly limit: number },
): Promise<readonly Due[]> =>
  inTenant(deps.db, tenantId, (tx) =>
    tx.execute<Due>(sql`
      select id, started_at from session
      where tenant_id = ${tenantId} and state = 'ended' and settled_at is null
        and (settle_after is null or settle_after <= ${deps.clock.now().toISOString()}::timestamptz)
        ${after ? sql`and (started_at, id) > (${after.started_at}::timestamptz, ${after.id}::uuid)` : sql``}
      order by started_at, id limit ${limit}`),
  );
