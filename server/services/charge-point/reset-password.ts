import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { chargePoint } from "../../../db/schema/assets.ts";
import { conflict } from "../../core/conflict.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { StationPasswordText } from "./create.ts";
import { ChargePointKey, loadChargePoint } from "./load.ts";
import { dropNewPasswords } from "./new-password.ts";
import { generatePassword, hashPassword } from "./password.ts";

export const NewPassword = z.strictObject({
  password: StationPasswordText.optional().meta({ description: "Left out, a random one is made." }),
});
export const ResetPasswordInput = NewPassword.extend({ chargePoint: ChargePointKey });

export const IssuedPassword = z
  .object({
    chargePointId: z.uuid(),
    identity: z.string(),
    password: z.string().meta({ description: "Shown this once, kept only as a hash." }),
  })
  .meta({ id: "IssuedPassword" });

/**
 * Gives a charge point a new password at once: the old one is no longer taken and the station is disconnected.
 * @throws AppError `notFound`, `conflict` for a retired one.
 */
export async function resetChargePointPassword(
  ctx: ServiceContext,
  input: z.infer<typeof ResetPasswordInput>,
): Promise<z.infer<typeof IssuedPassword>> {
  requirePermission(ctx, "chargePoint.write");
  const password = input.password ?? generatePassword();
  const row = await transact(ctx, async (tx) => {
    const found = await loadChargePoint(tx, ctx.tenantId, input.chargePoint, "update");
    if (found.retiredAt) throw conflict("stationRetired", "The charge point is retired.");
    await tx
      .update(chargePoint)
      .set({ passwordHash: hashPassword(Buffer.from(password, "latin1")), updatedAt: ctx.clock.now() })
      .where(and(eq(chargePoint.tenantId, ctx.tenantId), eq(chargePoint.id, found.id)));
    await dropNewPasswords(tx, { tenantId: ctx.tenantId, chargePointId: found.id });
    await recordAudit(ctx, tx, {
      action: "chargePoint.resetPassword",
      subjectType: "chargePoint",
      subjectId: found.id,
    });
    return found;
  });
  await ctx.commands.disconnect(ctx.tenantId, row.id, "password changed");
  return { chargePointId: row.id, identity: row.identity, password };
}
