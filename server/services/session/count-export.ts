import { sql } from "drizzle-orm";
import type { z } from "zod";
import { type ServiceContext, transact } from "../context.ts";
import { isPermitted } from "../permissions.ts";
import type { ExportSessionsInput } from "./export-sessions.ts";
import { conditionOf, requireFilterable } from "./filter.ts";
import { searchSessions } from "./search-sessions.ts";

/** Beyond this a search says "more than". */
const MOST_FOUND = 2_000;

/** How many rows an export with this filter would have; `isMore` where a search found more than are counted. */
export async function countExport(
  ctx: ServiceContext,
  input: z.output<typeof ExportSessionsInput>,
): Promise<{ readonly rows: number; readonly isMore: boolean }> {
  requireFilterable(ctx, input);
  const { search, ...filter } = input;
  return transact(ctx, async (tx) => {
    const condition = await conditionOf(tx, ctx.tenantId, filter);
    if (search === undefined) {
      const [row] = await tx.execute<{ rows: string }>(sql`select count(*) as rows from "session" where ${condition}`);
      return { rows: Number(row?.rows ?? 0), isMore: false };
    }
    const hasCards = isPermitted(ctx.actor, "idToken.read");
    const limit = MOST_FOUND + 1;
    const keys = await searchSessions(tx, {
      tenantId: ctx.tenantId,
      search,
      hasCards,
      condition,
      order: "newest",
      limit,
    });
    return { rows: Math.min(keys.length, MOST_FOUND), isMore: keys.length > MOST_FOUND };
  });
}
