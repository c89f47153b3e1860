import { and, desc, eq, gte, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { SESSION_STATES, session } from "../../../db/schema/charging.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { ChargePointKey, loadChargePoint } from "../charge-point/load.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, SearchText, StorableText, toInstantText, UtcInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { isPermitted, requirePermission } from "../permissions.ts";
import { SESSION_COLUMNS } from "./load.ts";
import { type SessionKey, searchSessions } from "./search-sessions.ts";
import { type SessionView, toSessionView } from "./session-view.ts";

export const ListSessionsInput = PageInput.extend({
  search: SearchText.optional().meta({
    description:
      "Beginning of the id (8 characters or more), of the charge point's identity, and with idToken.read of the card or a name of the driver; or the transaction id.",
  }),
  state: z.enum(SESSION_STATES).optional(),
  suspect: z
    .stringbool()
    .or(z.boolean())
    .optional()
    .meta({ description: "true: those that a person should look at; false: those in order." }),
  chargePoint: ChargePointKey.optional(),
  siteId: z.uuid().optional(),
  idToken: StorableText.min(1).max(20).optional().meta({ description: "Needs the permission idToken.read." }),
  from: InstantText.optional().meta({ description: "Started at or after." }),
  to: InstantText.optional().meta({ description: "Started before." }),
});
type Input = z.output<typeof ListSessionsInput>;

/**
 * Sessions, newest start first.
 * @throws AppError `notFound` for a filter by an unknown charge point, `forbidden` for one by id token without `idToken.read`.
 */
export async function listSessions(ctx: ServiceContext, input: Input): Promise<Page<SessionView>> {
  requirePermission(ctx, "session.read");
  // A filter that answers yes or no would tell the card that the mask hides.
  if (input.idToken !== undefined) requirePermission(ctx, "idToken.read");
  const before = decodeCursor(input.cursor, z.tuple([UtcInstantText, z.uuid()]));
  const hasCards = isPermitted(ctx.actor, "idToken.read");
  return transact(ctx, async (tx) => {
    const conditions = await conditionsOf(tx, ctx.tenantId, input);
    if (before) {
      conditions.push(sql`(${session.startedAt}, ${session.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`);
    }
    const limit = input.limit + 1;
    const condition = and(...conditions) ?? sql`true`;
    const { search } = input;
    const { tenantId } = ctx;
    const rows = await tx
      .select(SESSION_COLUMNS)
      .from(session)
      .where(
        search === undefined
          ? condition
          : isOneOf(tenantId, await searchSessions(tx, { tenantId, search, hasCards, condition, limit })),
      )
      .orderBy(desc(session.startedAt), desc(session.id))
      .limit(limit);
    return toPage(
      rows,
      input.limit,
      (row) => [toInstantText(row.startedAt), row.id],
      (row) => toSessionView(row, hasCards),
    );
  });
}

async function conditionsOf(tx: Transaction, tenantId: string, input: Input): Promise<SQL[]> {
  const chargePoint = input.chargePoint === undefined ? null : await loadChargePoint(tx, tenantId, input.chargePoint);
  const conditions: (SQL | undefined)[] = [
    eq(session.tenantId, tenantId),
    input.state === undefined ? undefined : eq(session.state, input.state),
    input.suspect === undefined ? undefined : input.suspect ? sql`suspect <> '{}'` : sql`suspect = '{}'`,
    chargePoint ? eq(session.chargePointId, chargePoint.id) : undefined,
    input.siteId === undefined ? undefined : eq(session.siteId, input.siteId),
    input.idToken === undefined ? undefined : eq(session.idTokenKey, input.idToken.toLowerCase()),
    input.from === undefined ? undefined : gte(session.startedAt, new Date(input.from)),
    input.to === undefined ? undefined : lt(session.startedAt, new Date(input.to)),
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** The rows of these keys; the earliest and latest start name the partitions. */
function isOneOf(tenantId: string, keys: readonly SessionKey[]): SQL | undefined {
  const [latest, earliest] = [keys.at(0), keys.at(-1)];
  if (!latest || !earliest) return sql`false`;
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
