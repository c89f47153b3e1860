import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { PlainSql } from "../../../db/client.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { judgeFailure } from "../recording/judge-failure.ts";
import type { SessionKey } from "./load-evidence.ts";
import { createTariffs, type Tariffs } from "./load-tariffs.ts";
import { markUnsettled } from "./mark-unsettled.ts";
import { settleSessions } from "./settle-sessions.ts";

const SWEEP_MS = 30_000;
const SWEEP_PAGE = 500;
/** Sessions settled in one transaction. */
const AT_ONCE = 100;
/** How often a sweep looks whether there is room for its next page. */
const ROOM_MS = 50;
/** A row that somebody else was writing is tried again; after these tries the sweep finds it. */
const TRIES = 5;
const TRY_AGAIN_MS = 200;

/** Works out ended sessions, soon after their end; what a crash left undone is found again by a sweep. */
export interface SettlementQueue {
  enqueue(key: SessionKey): void;
  /** Settles all that is due in the database; resolves when done. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export type SettlementOptions = {
  /** Connections that find rows by key. */
  readonly sql: PlainSql;
  readonly tariffs?: Tariffs;
  /** Sessions looked up at once. */
  readonly sweepPage?: number;
  /** A session could not be worked out. */
  readonly onFailed?: () => void;
};

type Waiting = { readonly key: SessionKey; readonly triesLeft: number };

export function createSettlementQueue(deps: Deps, options: SettlementOptions): SettlementQueue {
  const { sweepPage = SWEEP_PAGE, onFailed = () => {} } = options;
  const settling = { ...deps, sql: options.sql, tariffs: options.tariffs ?? createTariffs() };
  const waiting = new Map<string, Waiting>();
  /** Left to themselves for a moment. */
  const pausing = new Set<NodeJS.Timeout>();
  let isWorking = false;
  let isStopped = false;
  let idle: (() => void)[] = [];

  const work = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = [...waiting.values()].slice(0, AT_ONCE);
      for (const { key } of batch) waiting.delete(key.id);
      await settle(batch);
    }
    isWorking = false;
    wakeIfIdle();
  };
  const wakeIfIdle = (): void => {
    if (isWorking || waiting.size > 0 || pausing.size > 0) return;
    for (const wake of idle) wake();
    idle = [];
  };

  /** What cannot be settled is found by halving: it must not keep its neighbours from their turn. */
  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const done = await settleSessions(
        settling,
        batch.map(({ key }) => key),
      );
      for (const { key, triesLeft } of batch) if (!done.has(key.id)) tryLater(key, triesLeft - 1);
    } catch (error) {
      const [only] = batch;
      if (judgeFailure(error) === "away") {
        // They stay unsettled in the database, where the sweep finds them.
        deps.log.warn({ err: error, sessions: batch.length }, "sessions not settled now");
      } else if (only && batch.length === 1) await failed(only.key, error);
      else {
        await settle(batch.slice(0, batch.length >> 1));
        await settle(batch.slice(batch.length >> 1));
      }
    }
  };

  const tryLater = (key: SessionKey, triesLeft: number): void => {
    if (triesLeft === 0 || isStopped) return;
    const timer = setTimeout(() => {
      pausing.delete(timer);
      add({ key, triesLeft });
    }, TRY_AGAIN_MS);
    pausing.add(timer);
  };

  /** It stays unsettled in the database, where the sweep finds it again, ever later. */
  const failed = async (key: SessionKey, error: unknown): Promise<void> => {
    deps.log.error({ err: error, sessionId: key.id }, "session not settled");
    onFailed();
    await markUnsettled(deps, key).catch((cause: unknown) =>
      deps.log.warn({ err: cause, sessionId: key.id }, "failed settlement not noted"),
    );
  };

  const add = (entry: Waiting): void => {
    waiting.set(entry.key.id, entry);
    if (isWorking) return;
    isWorking = true;
    setImmediate(() => void work());
  };
  const enqueue = (key: SessionKey): void => {
    if (!isStopped) add({ key, triesLeft: TRIES });
  };
  const whenIdle = () =>
    new Promise<void>((wake) => {
      idle.push(wake);
      wakeIfIdle();
    });

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
      for (const pause of pausing) clearTimeout(pause);
      pausing.clear();
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
