import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { chargePoint } from "../../../db/schema/assets.ts";
import { UNMATCHED_STOP_REASONS, unmatchedStop } from "../../../db/schema/charging.ts";
import { ChargePointKey, loadChargePoint } from "../charge-point/load.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, toInstantText } from "../fields.ts";
import { maskIdToken } from "../id-token/mask.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { isPermitted, requirePermission } from "../permissions.ts";

export const ListUnmatchedStopsInput = PageInput.extend({
  chargePoint: ChargePointKey.optional(),
  from: InstantText.optional().meta({ description: "Received at or after." }),
  to: InstantText.optional().meta({ description: "Received before." }),
});

export const UnmatchedStopView = z
  .object({
    id: z.uuid(),
    chargePointId: z.uuid(),
    chargePointIdentity: z.string().nullable(),
    transactionId: z.int().meta({ description: "As the station said it; -1 where it said none that can be read." }),
    reason: z.enum(UNMATCHED_STOP_REASONS).meta({
      description:
        "unknownTransaction: it is none of this charge point's. alreadyStopped: another stop ended it before. guessed: it named no transaction and ended the only session that it fits, which is marked stopWithoutId.",
    }),
    receivedAt: InstantText,
    payload: z.record(z.string(), z.unknown()).meta({
      description:
        "The StopTransaction. Without the permission idToken.read its idTag is masked, and only the standard's plain fields are given.",
    }),
  })
  .meta({ id: "UnmatchedStop", description: "A StopTransaction that ended nothing for certain, kept for repair." });
export type UnmatchedStopView = z.infer<typeof UnmatchedStopView>;

/** Stops that ended nothing for certain, newest first. @throws AppError `notFound` for a filter by an unknown charge point. */
export async function listUnmatchedStops(
  ctx: ServiceContext,
  input: z.output<typeof ListUnmatchedStopsInput>,
): Promise<Page<UnmatchedStopView>> {
  requirePermission(ctx, "session.read");
  const before = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const hasCards = isPermitted(ctx.actor, "idToken.read");
  const { tenantId } = ctx;
  return transact(ctx, async (tx) => {
    const station = input.chargePoint === undefined ? null : await loadChargePoint(tx, tenantId, input.chargePoint);
    const conditions: (SQL | undefined)[] = [
      eq(unmatchedStop.tenantId, tenantId),
      station ? eq(unmatchedStop.chargePointId, station.id) : undefined,
      input.from === undefined ? undefined : gte(unmatchedStop.receivedAt, new Date(input.from)),
      input.to === undefined ? undefined : lt(unmatchedStop.receivedAt, new Date(input.to)),
      before
        ? sql`(${unmatchedStop.receivedAt}, ${unmatchedStop.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`
        : undefined,
    ];
    const rows = await tx
      .select({ stop: unmatchedStop, identity: chargePoint.identity })
      .from(unmatchedStop)
      .leftJoin(
        chargePoint,
        and(eq(chargePoint.tenantId, unmatchedStop.tenantId), eq(chargePoint.id, unmatchedStop.chargePointId)),
      )
      .where(and(...conditions))
      .orderBy(desc(unmatchedStop.receivedAt), desc(unmatchedStop.id))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      ({ stop }) => [toInstantText(stop.receivedAt), stop.id],
      ({ stop, identity }) => toUnmatchedStopView(stop, identity, hasCards),
    );
  });
}

const toUnmatchedStopView = (
  row: typeof unmatchedStop.$inferSelect,
  chargePointIdentity: string | null,
  hasCards: boolean,
): UnmatchedStopView => ({
  id: row.id,
  chargePointId: row.chargePointId,
  chargePointIdentity,
  transactionId: row.transactionId,
  reason: row.reason,
  receivedAt: toInstantText(row.receivedAt),
  payload: hasCards ? row.payload : withoutCard(row.payload),
});

/** Fields beyond the standard are left out: what firmware writes there may name the card too. */
function withoutCard({ transactionId, meterStop, timestamp, reason, idTag }: Record<string, unknown>) {
  const fields = { transactionId, meterStop, timestamp, reason };
  return typeof idTag === "string" ? { ...fields, idTag: maskIdToken(idTag) } : fields;
}
