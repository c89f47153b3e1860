import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { signInTicket } from "../../../db/schema/sign-in.ts";
import { appUser } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { AccountDeps } from "../account/context.ts";
import { faceOfMember } from "../account/tell-owner.ts";
import type { Deps } from "../context.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { passwordMail } from "../mail/password-mail.ts";
import { MAIL_LANGUAGES } from "../mail/sign-in-mail.ts";
import { writeMail } from "../mail/write-mail.ts";
import type { Visit } from "../visit.ts";
import { linkRoot } from "./link-root.ts";
import { hashOfTicket, newTicketSecret } from "./ticket-secret.ts";

export const RequestResetInput = z.strictObject({
  email: z.email().max(254),
  language: z.enum(MAIL_LANGUAGES).default("en"),
});

const LIVES_MS = 60 * 60_000;

type Asking = Deps &
  Pick<AccountDeps, "faces" | "limitMails"> &
  Pick<Visit, "face" | "network" | "origin" | "home" | "base">;

/**
 * Mails a link with which a new password is chosen. Answers the same whether the address is known or not; who belongs to no
 * company and asks at none gets no mail, since nobody could sign it.
 * @throws AppError `tooMany`, `unavailable` where the installation does not know its own address.
 */
export async function requestPasswordReset(
  ctx: Asking,
  { email, language }: z.output<typeof RequestResetInput>,
): Promise<void> {
  await ctx.limitMails(ctx.network, `reset ${email.toLowerCase()}`);
  if (ctx.origin === null) {
    ctx.log.error({}, "PUBLIC_URL is not set: no link can be sent");
    throw new AppError("unavailable", "Mails are not set up here.");
  }
  const [user] = await ctx.db.orm
    .select({ id: appUser.id, email: appUser.email, disabledAt: appUser.disabledAt })
    .from(appUser)
    .where(eq(sql`lower(${appUser.email})`, email.toLowerCase()));
  const face = ctx.face ?? (user ? await faceOfMember(ctx, user.id) : null);
  if (!user || user.disabledAt || !face) return;
  const root = await linkRoot(ctx, ctx, user.id);
  if (root === null) return ctx.log.error({}, "PUBLIC_URL is not set: no link can be sent");
  const now = ctx.clock.now();
  const ticketId = uuidv7();
  const { secret } = newTicketSecret(root);
  const url = `${root.origin}${root.base}/reset-password?${new URLSearchParams({ ticket: ticketId })}#${secret}`;
  const written = writeMail(face, passwordMail(language, { name: face.name, url }));
  const { tenantId, brandId } = face;
  await inTenant(ctx.db, tenantId, async (tx) => {
    await tx.insert(signInTicket).values({
      ...{ id: ticketId, kind: "passwordReset", ofTenantId: tenantId, email: user.email, userId: user.id },
      secretHash: hashOfTicket(ticketId, secret),
      ...{ createdAt: now, expiresAt: new Date(now.getTime() + LIVES_MS) },
    });
    await enqueueMail(tx, now, { ...written, tenantId, brandId, kind: "passwordReset", recipient: user.email });
  });
  ctx.events.publish({ type: "mailWaiting" });
}
