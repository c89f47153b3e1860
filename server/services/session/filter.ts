import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { SESSION_STATES, session } from "../../../db/schema/charging.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { ChargePointKey, loadChargePoint } from "../charge-point/load.ts";
import type { ServiceContext } from "../context.ts";
import { InstantText, SearchText, StorableText } from "../fields.ts";
import { requirePermission } from "../permissions.ts";

/** What sessions are picked by, wherever they are listed, counted or looked for. */
export const SessionFilter = z.strictObject({
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
export type SessionFilter = z.output<typeof SessionFilter>;

/** @throws AppError `forbidden` for who may not see sessions, or asks by id token without `idToken.read`. */
export function requireFilterable(ctx: ServiceContext, filter: SessionFilter): void {
  requirePermission(ctx, "session.read");
  // A filter that answers yes or no would tell the card that the mask hides.
  if (filter.idToken !== undefined) requirePermission(ctx, "idToken.read");
}

/** The filter but its search, as a condition over the table `session`. @throws AppError `notFound` for an unknown charge point. */
export async function conditionOf(tx: Transaction, tenantId: string, filter: SessionFilter): Promise<SQL> {
  const chargePoint = filter.chargePoint === undefined ? null : await loadChargePoint(tx, tenantId, filter.chargePoint);
  const condition = and(
    eq(session.tenantId, tenantId),
    filter.state === undefined ? undefined : eq(session.state, filter.state),
    filter.suspect === undefined ? undefined : filter.suspect ? sql`suspect <> '{}'` : sql`suspect = '{}'`,
    chargePoint ? eq(session.chargePointId, chargePoint.id) : undefined,
    filter.siteId === undefined ? undefined : eq(session.siteId, filter.siteId),
    filter.idToken === undefined ? undefined : eq(session.idTokenKey, filter.idToken.toLowerCase()),
    filter.from === undefined ? undefined : gte(session.startedAt, new Date(filter.from)),
    filter.to === undefined ? undefined : lt(session.startedAt, new Date(filter.to)),
  );
  return condition ?? sql`true`;
}
