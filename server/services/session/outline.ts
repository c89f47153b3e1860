import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../../db/tenancy.ts";
import { type ServiceContext, transact } from "../context.ts";
import { isPermitted } from "../permissions.ts";
import { conditionOf, requireFilterable, SessionFilter } from "./filter.ts";
import { searchSessions } from "./search-sessions.ts";

/** Rows between two marks: what a screen asks for at once. */
export const SLOT_ROWS = 100;
/** Rows that are counted at most. Beyond, how many there are is estimated from how long they go back. */
const MOST_COUNTED = 1_000_000;
/** A search has no index that counts; its hits are looked at one by one. */
const MOST_FOUND = 2_000;

export const OutlineSessionsInput = SessionFilter.extend({
  most: z.int().min(SLOT_ROWS).max(MOST_COUNTED).default(MOST_COUNTED).meta({ description: "Rows to count at most." }),
});
type Input = z.output<typeof OutlineSessionsInput>;

/** Where the rows of a list lie in time, newest first, so that any stretch of it can be asked for by its instants alone. */
export type SessionOutline = {
  /** The start of the newest session, in milliseconds; null when there is none. */
  readonly newestMs: number | null;
  /** How much earlier than the one before the first row of each following slot of 100 rows started, in milliseconds. */
  readonly stepsMs: readonly number[];
  /** Rows of all slots: exactly so many. */
  readonly counted: number;
  /** What comes after them, when that is not all: about so many rows, from its newest back to its oldest. */
  readonly rest: { readonly about: number; readonly newestMs: number; readonly oldestMs: number } | null;
};

/**
 * Counts the sessions that a filter picks and marks each hundredth.
 * @throws AppError as `listSessions` does.
 */
export async function outlineSessions(ctx: ServiceContext, input: Input): Promise<SessionOutline> {
  const { most, search, ...filter } = input;
  requireFilterable(ctx, filter);
  return transact(ctx, async (tx) => {
    const condition = await conditionOf(tx, ctx.tenantId, filter);
    if (search === undefined) return outlineCondition(tx, condition, most);
    const hasCards = isPermitted(ctx.actor, "idToken.read");
    const limit = Math.min(most, MOST_FOUND);
    const found = await searchSessions(tx, {
      ...{ tenantId: ctx.tenantId, search, hasCards, condition },
      ...{ order: "newest", limit: limit + 1 },
    });
    const startsMs = found.map(({ startedAt }) => startedAt.getTime());
    return toOutline({
      marksMs: startsMs.slice(0, limit).filter((_, index) => index % SLOT_ROWS === 0),
      counted: Math.min(found.length, limit),
      nextMs: startsMs[limit] ?? null,
      // How far back its hits go, a search cannot tell without looking at each: at most to where the filter's rows end.
      oldestMs: found.length > limit ? await oldestOf(tx, condition) : null,
    });
  });
}

/** One walk along the index that serves the filter, from the newest. */
async function outlineCondition(tx: Transaction, condition: SQL, most: number): Promise<SessionOutline> {
  const marks = await tx.execute<{ at: string; id: string }>(sql`
    select ${IN_MS} as at, id from (
      select started_at, id, row_number() over (order by started_at desc, id desc) as number
      from "session" where ${condition} order by started_at desc, id desc limit ${most}
    ) as walked where number % ${SLOT_ROWS} = 1 order by number`);
  const last = marks.at(-1);
  if (!last) return toOutline({ marksMs: [], counted: 0, nextMs: null, oldestMs: null });
  const lastSlot = await tx.execute<{ at: string }>(sql`
    select ${IN_MS} as at from "session"
    where ${condition} and (started_at, id) <= (to_timestamp(${last.at}::numeric / 1000), ${last.id}::uuid)
    order by started_at desc, id desc limit ${SLOT_ROWS + 1}`);
  const next = lastSlot[SLOT_ROWS];
  return toOutline({
    marksMs: marks.map(({ at }) => Number(at)),
    counted: (marks.length - 1) * SLOT_ROWS + Math.min(lastSlot.length, SLOT_ROWS),
    nextMs: next ? Number(next.at) : null,
    oldestMs: next ? await oldestOf(tx, condition) : null,
  });
}

const IN_MS = sql`(extract(epoch from started_at) * 1000)::bigint`;

async function oldestOf(tx: Transaction, condition: SQL): Promise<number | null> {
  const [row] = await tx.execute<{ at: string }>(sql`
    select ${IN_MS} as at from "session" where ${condition} order by started_at, id limit 1`);
  return row ? Number(row.at) : null;
}

type Walked = {
  readonly marksMs: readonly number[];
  readonly counted: number;
  /** The first row that was not counted, and the last one. */
  readonly nextMs: number | null;
  readonly oldestMs: number | null;
};

/** What was not counted is taken to lie as densely in time as what was. */
function toOutline({ marksMs, counted, nextMs, oldestMs }: Walked): SessionOutline {
  const newestMs = marksMs[0] ?? null;
  const stepsMs = marksMs.slice(1).map((mark, index) => (marksMs[index] ?? mark) - mark);
  if (newestMs === null || nextMs === null || oldestMs === null) return { newestMs, stepsMs, counted, rest: null };
  const perMs = counted / Math.max(1, newestMs - nextMs);
  const about = Math.max(1, Math.round((nextMs - oldestMs) * perMs));
  return { newestMs, stepsMs, counted, rest: { about, newestMs: nextMs, oldestMs } };
}
