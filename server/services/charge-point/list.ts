import { and, asc, gt } from "drizzle-orm";
import { z } from "zod";
import { chargePoint } from "../../../db/schema/assets.ts";
import { type ServiceContext, transact } from "../context.ts";
import { StorableText } from "../fields.ts";
import { decodeCursor, encodeCursor, type Page, PageInput } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import type { ChargePointView } from "./charge-point-view.ts";
import { ChargePointFilters, conditionsOf } from "./conditions.ts";
import { loadViews } from "./load-views.ts";

export const ListChargePointsInput = PageInput.extend(ChargePointFilters.shape);

/** Charge points in order of their identity. Those taken out of service only when asked for. */
export async function listChargePoints(
  ctx: ServiceContext,
  input: z.output<typeof ListChargePointsInput>,
): Promise<Page<ChargePointView>> {
  requirePermission(ctx, "chargePoint.read");
  const after = decodeCursor(input.cursor, z.tuple([StorableText]));
  return transact(ctx, async (tx) => {
    const sortKey = chargePoint.identityKey;
    const rows = await tx
      .select()
      .from(chargePoint)
      .where(and(conditionsOf(tx, ctx.tenantId, input), after ? gt(sortKey, after[0]) : undefined))
      .orderBy(asc(sortKey))
      .limit(input.limit + 1);
    const items = await loadViews(tx, ctx, rows.slice(0, input.limit));
    const last = items.at(-1);
    return {
      items,
      nextCursor: rows.length > input.limit && last ? encodeCursor([last.identity.toLowerCase()]) : null,
    };
  });
}
