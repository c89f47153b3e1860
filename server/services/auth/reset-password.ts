import { eq } from "drizzle-orm";
import { z } from "zod";
import { appUser } from "../../../db/schema/tenants.ts";
import { AppError } from "../../core/errors.ts";
import { tellOwner } from "../account/tell-owner.ts";
import type { Face, Faces } from "../brand/find-face.ts";
import type { Deps } from "../context.ts";
import { endResetTickets } from "./end-reset-tickets.ts";
import { endSessions } from "./end-sessions.ts";
import { findOpenTicket } from "./find-open-ticket.ts";
import type { PasswordHasher } from "./hash-password.ts";
import { isAstray } from "./is-astray.ts";
import { NewPassword } from "./new-password.ts";
import { redeemTicket } from "./redeem-ticket.ts";

export const ResetPasswordInput = z.strictObject({
  ticketId: z.uuid(),
  secret: z.string().min(1).max(100),
  password: NewPassword,
});

type Resetting = Deps & { readonly hasher: PasswordHasher; readonly faces: Faces; readonly face: Face | null };

/**
 * Sets the password of whoever read the mail, ends all their sessions and the other tickets for it. It signs nobody in: the new
 * password does, and the second factor of who has one. Returns the address to sign in with.
 * @throws AppError `notFound` for a ticket that is unknown, used, run out or astray.
 */
export async function resetPassword(
  ctx: Resetting,
  { ticketId, secret, password }: z.output<typeof ResetPasswordInput>,
): Promise<{ readonly email: string }> {
  // Hashing is slow and may be refused: only for a link that is good, and before that is used up.
  const open = await findOpenTicket(ctx, "passwordReset", { ticketId, secret });
  const isGood = open?.userId && !(await isAstray(ctx, secret, open.userId, open.ofTenantId));
  const passwordHash = isGood ? await ctx.hasher.hash(password) : null;
  const ticket = await redeemTicket(ctx, "passwordReset", { ticketId, secret });
  if (!ticket?.userId || !passwordHash) {
    throw new AppError("notFound", "This link has been used or has run out. Ask for a new one.");
  }
  const person = { userId: ticket.userId, email: ticket.email, onlyTenantId: null };
  await ctx.db.orm.update(appUser).set({ passwordHash }).where(eq(appUser.id, person.userId));
  await endResetTickets(ctx, person.userId);
  await endSessions(ctx, person, "all");
  await tellOwner({ ...ctx, person }, "passwordChanged");
  return { email: ticket.email };
}
