import { eq } from "drizzle-orm";
import { z } from "zod";
import { tenant } from "../../../db/schema/tenants.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";

export const RequireSecondFactorInput = z.strictObject({ isRequired: z.boolean() });

/**
 * Says whether nobody opens this office without a second factor. Who has none is led to set one up, whoever says so included.
 * People whom the company's own identity provider vouches for are that provider's to ask. @throws AppError `forbidden`.
 */
export async function requireSecondFactor(
  ctx: ServiceContext,
  { isRequired }: z.output<typeof RequireSecondFactorInput>,
): Promise<void> {
  requirePermission(ctx, "member.write");
  await transact(ctx, async (tx) => {
    await tx.update(tenant).set({ requiresSecondFactor: isRequired }).where(eq(tenant.id, ctx.tenantId));
    const detail = { isRequired };
    await recordAudit(ctx, tx, {
      action: "tenant.requireSecondFactor",
      subjectType: "tenant",
      subjectId: ctx.tenantId,
      detail,
    });
  });
}
