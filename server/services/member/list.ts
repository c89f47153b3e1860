import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { passkey, signInTicket, totpFactor, userSession } from "../../../db/schema/sign-in.ts";
import { appUser, membership, type Role, tenant } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import { isElsewhere } from "../auth/is-elsewhere.ts";
import { type ServiceContext, transact } from "../context.ts";
import { toInstantText, toInstantTextOrNull } from "../fields.ts";
import { requirePermission } from "../permissions.ts";

export type MemberView = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly since: string;
  readonly lastSeenAt: string | null;
  /** An authenticator app or a passkey; null of who is at another company too: how they sign in is not this one's to know. */
  readonly hasSecondFactor: boolean | null;
};

export type InvitationView = {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly sentAt: string;
  readonly expiresAt: string;
};

export type Members = {
  readonly members: readonly MemberView[];
  readonly invitations: readonly InvitationView[];
  /** Nobody opens this office without a second factor. */
  readonly requiresSecondFactor: boolean;
};

/** An office is a few dozen people; what is beyond is told by its absence. */
const MOST = 500;

/** Who works in the tenant's office, and who was invited and has not come yet. @throws AppError `forbidden`. */
export async function listMembers(ctx: ServiceContext): Promise<Members> {
  requirePermission(ctx, "member.write");
  const { tenantId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        userId: appUser.id,
        name: appUser.name,
        email: appUser.email,
        role: membership.role,
        since: membership.createdAt,
      })
      .from(membership)
      .innerJoin(appUser, eq(appUser.id, membership.userId))
      .where(eq(membership.tenantId, tenantId))
      .orderBy(asc(appUser.name), asc(appUser.id))
      .limit(MOST),
  );
  const [company] = await ctx.db.orm.select().from(tenant).where(eq(tenant.id, tenantId));
  const members: MemberView[] = [];
  for (const { since, ...row } of rows) {
    members.push({ ...row, since: toInstantText(since), ...(await signInOf(ctx, row.userId)) });
  }
  return {
    members,
    invitations: await openInvitations(ctx),
    requiresSecondFactor: company?.requiresSecondFactor ?? false,
  };
}

/** What is the person's own is behind the person's wall, so it is asked of one at a time. */
async function signInOf(
  ctx: ServiceContext,
  userId: string,
): Promise<Pick<MemberView, "lastSeenAt" | "hasSecondFactor">> {
  const isShared = await isElsewhere(ctx, userId, ctx.tenantId);
  const [row] = await asUser(ctx.db, userId, (tx) =>
    tx
      .select({
        lastSeenAt: sql<Date | null>`(select max(${userSession.lastSeenAt}) from ${userSession}
          where ${userSession.userId} = ${userId} and (${userSession.onlyTenantId} = ${ctx.tenantId}
            or (${userSession.onlyTenantId} is null and not ${isShared})))`.mapWith(userSession.lastSeenAt),
        hasSecondFactor: sql<boolean>`
          exists (select from ${totpFactor} where ${totpFactor.userId} = ${userId} and ${totpFactor.confirmedAt} is not null)
          or exists (select from ${passkey} where ${passkey.userId} = ${userId})`,
      })
      .from(appUser)
      .where(eq(appUser.id, userId)),
  );
  return {
    lastSeenAt: toInstantTextOrNull(row?.lastSeenAt ?? null),
    hasSecondFactor: isShared ? null : (row?.hasSecondFactor ?? false),
  };
}

async function openInvitations(ctx: ServiceContext): Promise<readonly InvitationView[]> {
  const rows = await ctx.db.orm
    .select()
    .from(signInTicket)
    .where(
      and(
        eq(signInTicket.ofTenantId, ctx.tenantId),
        eq(signInTicket.kind, "invitation"),
        isNull(signInTicket.usedAt),
        gt(signInTicket.expiresAt, ctx.clock.now()),
      ),
    )
    .orderBy(desc(signInTicket.createdAt))
    .limit(MOST);
  return rows.map(({ id, email, role, createdAt, expiresAt }) => ({
    ...{ id, email, role: role ?? "viewer" },
    sentAt: toInstantText(createdAt),
    expiresAt: toInstantText(expiresAt),
  }));
}
