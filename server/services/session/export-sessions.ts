import { and, asc, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { isPermitted } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { conditionOf, requireFilterable, SessionFilter } from "./filter.ts";
import { SESSION_COLUMNS } from "./load.ts";
import { searchSessions } from "./search-sessions.ts";
import { type SessionView, toSessionView } from "./session-view.ts";

export const ExportSessionsInput = SessionFilter;

/** Rows of one question: enough that questions cost little, few enough that they need little room. */
const BATCH = 2_000;
/** A search is no index: what it finds beyond this must be narrowed by a filter. */
const MOST_FOUND = 50_000;

/**
 * Every session that a filter picks, oldest start first, in batches: all of one instant (one snapshot), so that none is told twice
 * or missed, and no more of them at once than the reader takes. The audit entry is written first.
 * @throws AppError as `listSessions` does, before the first batch; `invalid` for a search with too many hits.
 */
export async function* exportSessions(
  ctx: ServiceContext,
  input: z.output<typeof ExportSessionsInput>,
  format: string,
): AsyncGenerator<readonly SessionView[], void> {
  requireFilterable(ctx, input);
  const hasCards = isPermitted(ctx.actor, "idToken.read");
  const { search, ...filter } = input;
  // Before the snapshot, which holds a connection: where few are free, exports would wait for each other's second one.
  await transact(ctx, (tx) =>
    recordAudit(ctx, tx, {
      ...{ action: "session.export", subjectType: "tenant", subjectId: ctx.tenantId },
      detail: { ...input, format },
    }),
  );
  const snapshot = await openSnapshot(ctx);
  try {
    const condition = await snapshot.run(async (tx) => {
      const plain = await conditionOf(tx, ctx.tenantId, filter);
      return search === undefined ? plain : foundBy(tx, ctx.tenantId, search, hasCards, plain);
    });
    let after: { readonly startedAt: Date; readonly id: string } | null = null;
    for (;;) {
      const rows: Awaited<ReturnType<typeof readBatch>> = await snapshot.run((tx) => readBatch(tx, condition, after));
      if (rows.length > 0) yield rows.map((row) => toSessionView(row, hasCards));
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) return;
      after = last;
    }
  } finally {
    await snapshot.close();
  }
}

const readBatch = (tx: Transaction, condition: SQL, after: { readonly startedAt: Date; readonly id: string } | null) =>
  tx
    .select(SESSION_COLUMNS)
    .from(session)
    .where(
      and(
        condition,
        after === null
          ? undefined
          : sql`(${session.startedAt}, ${session.id}) > (${after.startedAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(session.startedAt), asc(session.id))
    .limit(BATCH);

async function foundBy(
  tx: Transaction,
  tenantId: string,
  search: string,
  hasCards: boolean,
  condition: SQL,
): Promise<SQL> {
  const limit = MOST_FOUND + 1;
  const keys = await searchSessions(tx, { tenantId, search, hasCards, condition, order: "newest", limit });
  if (keys.length > MOST_FOUND) {
    const message = `More than ${MOST_FOUND} sessions match the search: narrow it by a filter.`;
    throw new AppError("invalid", message, { issues: [{ path: "search", message }] });
  }
  const ids = `{${keys.map(({ id }) => id).join(",")}}`;
  const [newest, oldest] = [keys.at(0), keys.at(-1)];
  if (!newest || !oldest) return sql`false`;
  return sql`${condition} and ${session.startedAt} between ${oldest.startedAt.toISOString()}::timestamptz
    and ${newest.startedAt.toISOString()}::timestamptz and ${session.id} = any (${ids}::uuid[])`;
}

/**
 * A transaction that sees the tenant's rows as of its first question, and stays open between questions: a generator cannot yield
 * from within the query builder's own. Once its connection is lost nothing more is sent on it: postgres.js would fail where
 * nobody can catch it.
 */
async function openSnapshot(ctx: ServiceContext) {
  const opened = Promise.withResolvers<Transaction>();
  const closing = Promise.withResolvers<void>();
  let lost: { readonly cause: unknown } | null = null;
  const whole = ctx.db.orm.transaction(
    async (tx) => {
      await tx.execute(sql`select set_config('app.tenants', ${`{${ctx.tenantId}}`}, true)`);
      opened.resolve(tx as unknown as Transaction);
      await closing.promise;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  whole.catch((cause: unknown) => {
    lost = { cause };
    opened.reject(cause);
  });
  const tx = await opened.promise;
  const broken = whole.then((): never => {
    throw new Error("the snapshot is closed");
  });
  broken.catch(() => {}); // told by whoever asks
  return {
    async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      if (lost) throw lost.cause;
      return Promise.race([work(tx), broken]);
    },
    async close(): Promise<void> {
      if (lost) return;
      closing.resolve();
      await whole;
    },
  };
}
