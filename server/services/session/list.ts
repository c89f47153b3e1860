import { asc, desc, eq, type SQL, sql } from "drizzle-orm";
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
    const direction = order === "newest" ? desc : asc;
    const columns = tx.select(SESSION_COLUMNS).from(session);
    const picked =
      search === undefined
        ? columns.where(condition)
        : columns
            .innerJoin(
              ofKeys(await searchSessions(tx, { tenantId, search, hasCards, condition, order, limit })),
              sql`${session.startedAt} = hit.started_at and ${session.id} = hit.id`,
            )
            .where(eq(session.tenantId, tenantId));
    const rows = await picked.orderBy(direction(session.startedAt), direction(session.id)).limit(limit);
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

/** Keys as a table to join: each then looks into its own month, and no other. */
function ofKeys(keys: readonly SessionKey[]): SQL {
  const starts = `{${keys.map(({ startedAt }) => `"${startedAt.toISOString()}"`).join(",")}}`;
  const ids = `{${keys.map(({ id }) => id).join(",")}}`;
  return sql`unnest(${starts}::text::timestamptz[], ${ids}::text::uuid[]) as hit (started_at, id)`;
}
