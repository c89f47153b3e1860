import { and, asc, desc, eq, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import { type ServiceContext, transact } from "../context.ts";
import { toInstantText, UtcInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { isPermitted } from "../permissions.ts";
import { conditionOf, requireFilterable, SessionFilter } from "./filter.ts";
import { SESSION_COLUMNS } from "./load.ts";
import { type SessionKey, searchSessions } from "./search-sessions.ts";
import { type SessionView, toSessionView } from "./session-view.ts";

export const SESSION_ORDERS = ["newest", "oldest"] as const;
export type SessionOrder = (typeof SESSION_ORDERS)[number];

export const ListSessionsInput = PageInput.extend({
  ...SessionFilter.shape,
  order: z.enum(SESSION_ORDERS).default("newest").meta({
    description: "Which start comes first. With `to` or `from` the list goes either way from any instant.",
  }),
});
type Input = z.output<typeof ListSessionsInput>;

/**
 * Sessions by their start, newest or oldest first.
 * @throws AppError `notFound` for a filter by an unknown charge point, `forbidden` for one by id token without `idToken.read`.
 */
export async function listSessions(ctx: ServiceContext, input: Input): Promise<Page<SessionView>> {
  const { tenantId } = ctx;
  const { cursor, limit: pageSize, order, search, ...filter } = input;
  requireFilterable(ctx, filter);
  const last = decodeCursor(cursor, z.tuple([UtcInstantText, z.uuid()]));
  const hasCards = isPermitted(ctx.actor, "idToken.read");
  return transact(ctx, async (tx) => {
    const filtered = await conditionOf(tx, tenantId, filter);
    const condition = last ? sql`${filtered} and ${isBeyond(last, order)}` : filtered;
    const limit = pageSize + 1;
    const rows = await tx
      .select(SESSION_COLUMNS)
      .from(session)
      .where(
        search === undefined
          ? condition
          : isOneOf(tenantId, await searchSessions(tx, { tenantId, search, hasCards, condition, order, limit })),
      )
      .orderBy(
        ...(order === "newest"
          ? [desc(session.startedAt), desc(session.id)]
          : [asc(session.startedAt), asc(session.id)]),
      )
      .limit(limit);
    return toPage(
      rows,
      pageSize,
      (row) => [toInstantText(row.startedAt), row.id],
      (row) => toSessionView(row, hasCards),
    );
  });
}

function isBeyond([startedAt, id]: readonly [string, string], order: SessionOrder): SQL {
  const than = order === "newest" ? sql`<` : sql`>`;
  return sql`(${session.startedAt}, ${session.id}) ${than} (${startedAt}::timestamptz, ${id}::uuid)`;
}

/** The rows of these keys, which are in order; the earliest and latest start name the partitions. */
function isOneOf(tenantId: string, keys: readonly SessionKey[]): SQL | undefined {
  const [first, last] = [keys.at(0), keys.at(-1)];
  if (!first || !last) return sql`false`;
  const [earliest, latest] = first.startedAt < last.startedAt ? [first, last] : [last, first];
  return and(
    eq(session.tenantId, tenantId),
    gte(session.startedAt, earliest.startedAt),
    lte(session.startedAt, latest.startedAt),
    inArray(
      session.id,
      keys.map(({ id }) => id),
    ),
  );
}
