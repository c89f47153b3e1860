import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { passkey, recoveryCode, totpFactor } from "../../../db/schema/sign-in.ts";
import { appUser, membership } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { tellOwner } from "../account/tell-owner.ts";
import { endSessions } from "../auth/end-sessions.ts";
import { isElsewhere } from "../auth/is-elsewhere.ts";
import type { Faces } from "../brand/find-face.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";

export const ResetFactorsInput = z.strictObject({ userId: z.uuid() });

/**
 * For a member who lost phone, passkeys and recovery codes: takes their second factors away and signs them out everywhere. Only
 * for who is at this company alone: no company weakens the way into another's office, or locks another's driver out.
 * @throws AppError `forbidden`, `notFound`, `conflict` for oneself, and for who works or charges at another company too.
 */
export async function resetFactors(
  ctx: ServiceContext & { readonly faces: Faces },
  { userId }: z.output<typeof ResetFactorsInput>,
): Promise<void> {
  requirePermission(ctx, "member.write");
  if (userId === ctx.actor.id) throw new AppError("conflict", "Your own second factors are removed in your account.");
  const [member] = await transact(ctx, (tx) =>
    tx
      .select({ userId: appUser.id, email: appUser.email })
      .from(membership)
      .innerJoin(appUser, eq(appUser.id, membership.userId))
      .where(and(eq(membership.tenantId, ctx.tenantId), eq(membership.userId, userId))),
  );
  if (!member) throw notFound("Member");
  if (await isElsewhere(ctx, userId, ctx.tenantId)) {
    throw new AppError("conflict", "This person is at another company too: only they can change how they sign in.");
  }
  await transact(ctx, (tx) =>
    recordAudit(ctx, tx, { action: "member.resetFactors", subjectType: "member", subjectId: userId }),
  );
  await asUser(ctx.db, userId, async (tx) => {
    for (const table of [totpFactor, passkey, recoveryCode]) await tx.delete(table).where(eq(table.userId, userId));
  });
  await endSessions(ctx, { userId, onlyTenantId: null }, "all");
  await tellOwner({ ...ctx, face: await ctx.faces.ofTenant(ctx.tenantId), person: member }, "factorsReset");
}
