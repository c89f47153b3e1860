import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { driver } from "../../../db/schema/people.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { DriverFields, type DriverView, toDriverView } from "./driver-view.ts";
import { GetDriverInput } from "./get.ts";

export const DriverChanges = DriverFields.partial().extend({
  isBlocked: z.boolean().optional().meta({ description: "Whether the driver may start anything, by card or app." }),
});
export const UpdateDriverInput = DriverChanges.extend(GetDriverInput.shape);

/**
 * Changes a driver; a field left out stays as it is. A blocked driver's tokens are refused from their next use on; what runs goes
 * on, since a cable that cannot be stopped helps nobody. @throws AppError `notFound`.
 */
export async function updateDriver(ctx: ServiceContext, input: z.infer<typeof UpdateDriverInput>): Promise<DriverView> {
  requirePermission(ctx, "driver.write");
  const { driverId, isBlocked, ...changes } = input;
  const now = ctx.clock.now();
  return transact(ctx, async (tx) => {
    const isIt = and(eq(driver.tenantId, ctx.tenantId), eq(driver.id, driverId));
    const [before] = await tx.select().from(driver).where(isIt).for("update");
    if (!before) throw notFound("Driver");
    const blockedAt = isBlocked === undefined ? before.blockedAt : isBlocked ? (before.blockedAt ?? now) : null;
    const [after] = await tx
      .update(driver)
      .set({ ...changes, blockedAt, updatedAt: now })
      .where(isIt)
      .returning();
    if (!after) throw notFound("Driver");
    const detail = { ...changes, ...(isBlocked === undefined ? {} : { isBlocked }) };
    await recordAudit(ctx, tx, { action: "driver.update", subjectType: "driver", subjectId: driverId, detail });
    return toDriverView(after);
  });
}
