import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { chargePoint } from "../../../db/schema/assets.ts";
import { AppError } from "../../core/errors.ts";
import { abandonOf } from "../charging/abandon-lost.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import type { ChargePointView } from "./charge-point-view.ts";
import type { GetChargePointInput } from "./get.ts";
import { loadChargePoint } from "./load.ts";
import { loadView } from "./load-views.ts";
import { dropNewPasswords } from "./new-password.ts";

/**
 * Takes a charge point out of service for good: it is disconnected and no longer let in, and what runs there is closed; its
 * history stays, and so does its identity. Retiring it again changes nothing.
 * @throws AppError `notFound`.
 */
export async function retireChargePoint(
  ctx: ServiceContext,
  input: z.infer<typeof GetChargePointInput>,
): Promise<ChargePointView> {
  requirePermission(ctx, "chargePoint.write");
  const { view, isNew } = await transact(ctx, async (tx) => {
    const before = await loadChargePoint(tx, ctx.tenantId, input.chargePoint, "update");
    if (before.retiredAt) return { view: await loadView(tx, ctx, before), isNew: false };
    const now = ctx.clock.now();
    const [after] = await tx
      .update(chargePoint)
      .set({ retiredAt: now, passwordHash: null, updatedAt: now })
      .where(and(eq(chargePoint.tenantId, ctx.tenantId), eq(chargePoint.id, before.id)))
      .returning();
    if (!after) throw new AppError("internal", "The charge point was not stored.");
    await dropNewPasswords(tx, { tenantId: ctx.tenantId, chargePointId: before.id });
    await recordAudit(ctx, tx, { action: "chargePoint.retire", subjectType: "chargePoint", subjectId: before.id });
    return { view: await loadView(tx, ctx, after), isNew: true };
  });
  if (isNew) {
    ctx.events.publish({
      type: "chargePointChanged",
      cause: "retired",
      tenantId: ctx.tenantId,
      siteId: view.siteId,
      chargePointId: view.id,
    });
    await ctx.commands.disconnect(ctx.tenantId, view.id, "retired");
    await abandonOf(ctx, { tenantId: ctx.tenantId, chargePointId: view.id });
  }
  return view;
}
