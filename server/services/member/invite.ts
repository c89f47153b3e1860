import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { signInTicket } from "../../../db/schema/sign-in.ts";
import { appUser, membership, ROLES, type Role } from "../../../db/schema/tenants.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { linkRoot } from "../auth/link-root.ts";
import { hashOfTicket, newTicketSecret } from "../auth/ticket-secret.ts";
import type { Faces } from "../brand/find-face.ts";
import { type ServiceContext, transact } from "../context.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { invitationMail } from "../mail/invitation-mail.ts";
import { MAIL_LANGUAGES } from "../mail/sign-in-mail.ts";
import { writeMail } from "../mail/write-mail.ts";
import { requirePermission, requireRole } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import type { Visit } from "../visit.ts";

export const InviteMemberInput = z.strictObject({
  email: z.email().max(254),
  role: z.enum(ROLES),
  language: z.enum(MAIL_LANGUAGES).default("en"),
});

const LIVES_MS = 7 * 24 * 60 * 60_000;
/** Open invitations of one company: an office is a few dozen people, and each is a mail to a stranger. */
const MOST_OPEN = 100;

/** Where links of mails lead, and whose face they wear. */
export type Inviting = Pick<Visit, "origin" | "home" | "base"> & { readonly faces: Faces };

/**
 * Invites somebody into the office by mail. Inviting the same address again replaces the invitation before: its link is dead.
 * @throws AppError `forbidden`, `conflict` for who is a member already or when too many are open, `unavailable` where the
 * installation does not know its own address.
 */
export async function inviteMember(
  ctx: ServiceContext,
  inviting: Inviting,
  { email, role, language }: z.output<typeof InviteMemberInput>,
): Promise<{ readonly invitationId: string }> {
  requirePermission(ctx, "member.write");
  requireRole(ctx, role);
  const face = await inviting.faces.ofTenant(ctx.tenantId);
  const [known] = await ctx.db.orm
    .select({ id: appUser.id })
    .from(appUser)
    .where(eq(sql`lower(${appUser.email})`, email.toLowerCase()));
  const root = await linkRoot(ctx, { ...inviting, face }, known?.id ?? null);
  if (root === null || !face) throw new AppError("unavailable", "Mails are not set up here: PUBLIC_URL is missing.");
  const now = ctx.clock.now();
  const id = uuidv7();
  const { secret } = newTicketSecret(root);
  const url = `${root.origin}${root.base}/invitation?${new URLSearchParams({ ticket: id })}#${secret}`;
  const written = writeMail(face, invitationMail(language, { name: face.name, inviter: ctx.actor.name, url }));
  await transact(ctx, async (tx) => {
    const isMember = and(eq(membership.tenantId, ctx.tenantId), eq(membership.userId, known?.id ?? id));
    const [member] = await tx.select({ userId: membership.userId }).from(membership).where(isMember);
    if (member) throw new AppError("conflict", "This person is a member already.");
    const isOpen = isOpenIn(ctx.tenantId, now);
    await tx
      .update(signInTicket)
      .set({ usedAt: now })
      .where(and(isOpen, eq(sql`lower(${signInTicket.email})`, email.toLowerCase())));
    const [open] = await tx.select({ n: sql<number>`count(*)::int` }).from(signInTicket).where(isOpen);
    if ((open?.n ?? 0) >= MOST_OPEN)
      throw new AppError("conflict", "Too many invitations are open. Withdraw some first.");
    await tx.insert(signInTicket).values({
      ...{ id, kind: "invitation", ofTenantId: ctx.tenantId, email, role },
      secretHash: hashOfTicket(id, secret),
      ...{ createdAt: now, createdBy: ctx.actor.id, expiresAt: new Date(now.getTime() + LIVES_MS) },
    });
    const { tenantId, brandId } = face;
    await enqueueMail(tx, now, { ...written, tenantId, brandId, kind: "invitation", recipient: email });
    const detail = { email, role };
    await recordAudit(ctx, tx, { action: "member.invite", subjectType: "invitation", subjectId: id, detail });
  });
  ctx.events.publish({ type: "mailWaiting" });
  return { invitationId: id };
}

/** Whether a link for this address and role still waits to be opened. */
export async function hasOpenInvitation(
  ctx: Pick<ServiceContext, "db" | "clock" | "tenantId">,
  { email, role }: { readonly email: string; readonly role: Role },
): Promise<boolean> {
  const isIt = and(eq(sql`lower(${signInTicket.email})`, email.toLowerCase()), eq(signInTicket.role, role));
  const rows = await ctx.db.orm
    .select({ id: signInTicket.id })
    .from(signInTicket)
    .where(and(isOpenIn(ctx.tenantId, ctx.clock.now()), isIt))
    .limit(1);
  return rows.length > 0;
}

const isOpenIn = (tenantId: string, now: Date) =>
  and(
    eq(signInTicket.ofTenantId, tenantId),
    eq(signInTicket.kind, "invitation"),
    isNull(signInTicket.usedAt),
    gt(signInTicket.expiresAt, now),
  );

export const WithdrawInvitationInput = z.strictObject({ invitationId: z.uuid() });

/** Takes an invitation back: its link opens nothing any more. @throws AppError `forbidden`, `notFound`. */
export async function withdrawInvitation(
  ctx: ServiceContext,
  { invitationId }: z.output<typeof WithdrawInvitationInput>,
): Promise<void> {
  requirePermission(ctx, "member.write");
  await transact(ctx, async (tx) => {
    const isIt = and(
      eq(signInTicket.id, invitationId),
      eq(signInTicket.ofTenantId, ctx.tenantId),
      eq(signInTicket.kind, "invitation"),
      isNull(signInTicket.usedAt),
    );
    const [gone] = await tx.update(signInTicket).set({ usedAt: ctx.clock.now() }).where(isIt).returning();
    if (!gone) throw notFound("Invitation");
    const detail = { email: gone.email };
    await recordAudit(ctx, tx, { action: "member.withdraw", subjectType: "invitation", subjectId: gone.id, detail });
  });
}
