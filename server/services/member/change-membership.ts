import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { membership, ROLES } from "../../../db/schema/tenants.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission, requireRole } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";

export const ChangeRoleInput = z.strictObject({ userId: z.uuid(), role: z.enum(ROLES) });

/**
 * Gives a member another role; their browsers hear of it at once.
 * @throws AppError `forbidden`, `notFound`, `conflict` for the last owner.
 */
export async function changeRole(
  ctx: ServiceContext,
  { userId, role }: z.output<typeof ChangeRoleInput>,
): Promise<void> {
  requirePermission(ctx, "member.write");
  requireRole(ctx, role);
  await transact(ctx, async (tx) => {
    const { role: before } = await lockMember(tx, ctx.tenantId, userId);
    if (before === role) return;
    if (before === "owner") await requireOtherOwner(tx, ctx.tenantId, userId);
    await tx.update(membership).set({ role }).where(isMember(ctx.tenantId, userId));
    const detail = { from: before, to: role };
    await recordAudit(ctx, tx, { action: "member.changeRole", subjectType: "member", subjectId: userId, detail });
  });
  ctx.events.publish({ type: "userSessionsChanged", userId });
}

export const RemoveMemberInput = z.strictObject({ userId: z.uuid() });

/**
 * Ends a membership, at once also for open browsers: the person's account, and what they are in other companies, stays.
 * @throws AppError `forbidden`, `notFound`, `conflict` for the last owner.
 */
export async function removeMember(ctx: ServiceContext, { userId }: z.output<typeof RemoveMemberInput>): Promise<void> {
  requirePermission(ctx, "member.write");
  await transact(ctx, async (tx) => {
    const { role } = await lockMember(tx, ctx.tenantId, userId);
    if (role === "owner") await requireOtherOwner(tx, ctx.tenantId, userId);
    await tx.delete(membership).where(isMember(ctx.tenantId, userId));
    await recordAudit(ctx, tx, { action: "member.remove", subjectType: "member", subjectId: userId, detail: { role } });
  });
  ctx.events.publish({ type: "userSessionsChanged", userId });
}

const isMember = (tenantId: string, userId: string) =>
  and(eq(membership.tenantId, tenantId), eq(membership.userId, userId));

async function lockMember(tx: Transaction, tenantId: string, userId: string): Promise<typeof membership.$inferSelect> {
  const [member] = await tx.select().from(membership).where(isMember(tenantId, userId)).for("update");
  if (!member) throw notFound("Member");
  return member;
}

/** Two owners who remove one another at once wait here for each other: one of them stays. */
async function requireOtherOwner(tx: Transaction, tenantId: string, userId: string): Promise<void> {
  const others = await tx
    .select({ userId: membership.userId })
    .from(membership)
    .where(and(eq(membership.tenantId, tenantId), eq(membership.role, "owner"), ne(membership.userId, userId)))
    .for("update");
  if (others.length === 0) throw new AppError("conflict", "The last owner stays: make somebody else an owner first.");
}
