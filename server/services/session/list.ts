import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { SESSION_STATES, session } from "../../../db/schema/charging.ts";
import { ChargePointKey, loadChargePoint } from "../charge-point/load.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, toInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { isPermitted, requirePermission } from "../permissions.ts";
import { SESSION_COLUMNS } from "./load.ts";
import { type SessionView, toSessionView } from "./session-view.ts";

export const ListSessionsInput = PageInput.extend({
  state: z.enum(SESSION_STATES).optional(),
  chargePoint: ChargePointKey.optional(),
  siteId: z.uuid().optional(),
  idToken: z.string().min(1).max(20).optional().meta({ description: "Needs the permission idToken.read." }),
  from: InstantText.optional().meta({ description: "Started at or after." }),
  to: InstantText.optional().meta({ description: "Started before." }),
});

/**
 * Sessions, newest start first.
 * @throws AppError `notFound` for a filter by an unknown charge point, `forbidden` for one by id token without `idToken.read`.
 */
export async function listSessions(
  ctx: ServiceContext,
  input: z.output<typeof ListSessionsInput>,
): Promise<Page<SessionView>> {
  requirePermission(ctx, "session.read");
  // A filter that answers yes or no would tell the card that the mask hides.
  if (input.idToken !== undefined) requirePermission(ctx, "idToken.read");
  const before = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const showIdTokens = isPermitted(ctx.actor, "idToken.read");
  return transact(ctx, async (tx) => {
    const chargePoint =
      input.chargePoint === undefined ? null : await loadChargePoint(tx, ctx.tenantId, input.chargePoint);
    const conditions: (SQL | undefined)[] = [
      eq(session.tenantId, ctx.tenantId),
      input.state === undefined ? undefined : eq(session.state, input.state),
      chargePoint ? eq(session.chargePointId, chargePoint.id) : undefined,
      input.siteId === undefined ? undefined : eq(session.siteId, input.siteId),
      input.idToken === undefined ? undefined : eq(session.idTokenKey, input.idToken.toLowerCase()),
      input.from === undefined ? undefined : gte(session.startedAt, new Date(input.from)),
      input.to === undefined ? undefined : lt(session.startedAt, new Date(input.to)),
      before ? sql`(${session.startedAt}, ${session.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : undefined,
    ];
    const rows = await tx
      .select(SESSION_COLUMNS)
      .from(session)
      .where(and(...conditions))
      .orderBy(desc(session.startedAt), desc(session.id))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      (row) => [toInstantText(row.startedAt), row.id],
      (row) => toSessionView(row, showIdTokens),
    );
  });
}
