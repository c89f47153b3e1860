import { eq } from "drizzle-orm";
import { z } from "zod";
import { appUser } from "../../../db/schema/tenants.ts";
import { AppError } from "../../core/errors.ts";
import { endResetTickets } from "../auth/end-reset-tickets.ts";
import { endSessions } from "../auth/end-sessions.ts";
import { NewPassword } from "../auth/new-password.ts";
import type { AccountContext } from "./context.ts";
import { tellOwner } from "./tell-owner.ts";

export const ChangePasswordInput = z.strictObject({
  /** Left out by who has none yet: such a browser proved the mail address. */
  current: z.string().max(1024).optional(),
  next: NewPassword,
});

const WRONG = "This is not your present password.";

/**
 * Sets a person's password, signs their other browsers out and ends the links that were mailed to set another.
 * @throws AppError `invalid` at `current` for a wrong one, `tooMany`, `forbidden` for a session that one company vouched for.
 */
export async function changePassword(
  ctx: AccountContext,
  { current, next }: z.output<typeof ChangePasswordInput>,
): Promise<void> {
  const { userId, sessionId, onlyTenantId } = ctx.person;
  if (onlyTenantId !== null) throw new AppError("forbidden", "Your company's own sign-in keeps your password.");
  const { orm } = ctx.db;
  const [user] = await orm.select({ passwordHash: appUser.passwordHash }).from(appUser).where(eq(appUser.id, userId));
  if (user?.passwordHash) {
    await ctx.attempts.take(userId);
    const isRight = await ctx.hasher.verify(current ?? "", user.passwordHash);
    if (!isRight) throw new AppError("invalid", WRONG, { issues: [{ path: "current", message: WRONG }] });
    await ctx.attempts.forget(userId);
  }
  const passwordHash = await ctx.hasher.hash(next);
  await orm.update(appUser).set({ passwordHash }).where(eq(appUser.id, userId));
  await endResetTickets(ctx, userId);
  await endSessions(ctx, ctx.person, { except: sessionId });
  await tellOwner(ctx, "passwordChanged");
}
