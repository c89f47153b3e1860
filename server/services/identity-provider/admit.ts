import { and, eq, ne, sql } from "drizzle-orm";
import { type identityProvider, userIdentity } from "../../../db/schema/sign-in.ts";
import { appUser, membership, type Role } from "../../../db/schema/tenants.ts";
import { inTenant, type Transaction } from "../../../db/tenancy.ts";
import { isAppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { isElsewhere } from "../auth/is-elsewhere.ts";
import type { Deps } from "../context.ts";
import { joinAsDriver } from "../driver/join.ts";
import { languageOf } from "../mail/language-of.ts";
import { hasOpenInvitation, type Inviting, inviteMember } from "../member/invite.ts";
import { recordAudit } from "../record-audit.ts";
import { type ProviderClaims, roleOfClaims } from "./read-claims.ts";

type Provider = typeof identityProvider.$inferSelect;

/** Why somebody whom the provider knows is not let in here. */
export const REFUSALS = ["noEmail", "emailNotVerified", "noRole", "disabled", "invited"] as const;
export type Refusal = (typeof REFUSALS)[number];
export type Admission = { readonly userId: string } | { readonly refused: Refusal };

/**
 * Lets in whom a company's provider vouched for: finds or makes the person, and makes them what the provider says they are. What
 * it says counts in that company alone, since the session is bound to it (`onlyTenantId`).
 *
 * A person is found by the provider's subject, or else by the mail address, which must be one that the provider has verified:
 * otherwise whoever can type an address there would become its owner here. A directory of staff that says nothing about it is
 * believed, since its addresses are its company's own. See docs/decisions/0011-company-sign-in.md.
 *
 * Who is somewhere else already is made no member by what this company says: they get an invitation, which is theirs to accept.
 */
export async function admit(deps: Deps & Inviting, provider: Provider, claims: ProviderClaims): Promise<Admission> {
  const { tenantId } = provider;
  const role = provider.audience === "drivers" ? null : roleOfClaims(provider, claims);
  const known = await findIdentity(deps, provider, claims.subject);
  const found = known ?? (await findOrMake(deps, provider, claims));
  if ("refused" in found) return found;
  if (found.disabledAt) return { refused: "disabled" };
  const { id: userId, email } = found;
  const person = { ...found, isElsewhere: await isElsewhere(deps, userId, tenantId) };
  const isStaff = await inTenant(deps.db, tenantId, async (tx) => {
    await noteIdentity(tx, provider, claims.subject, userId, deps.clock.now());
    return provider.audience === "drivers" ? false : applyRole(deps, tx, provider, person, role);
  });
  if (isStaff === "mustAgree") return { refused: (await invite(deps, provider, email, role)) ? "invited" : "noRole" };
  if (provider.audience !== "drivers") deps.events.publish({ type: "userSessionsChanged", userId });
  if (provider.audience === "staff" && !isStaff) return { refused: "noRole" };
  if (provider.audience !== "staff" && !isStaff) {
    const face = await deps.faces.ofTenant(tenantId);
    if (!face) return { refused: "noRole" };
    // The company's own provider is its invitation.
    const place = { ...deps, tenantId, face: { ...face, allowsSignUp: true } };
    await joinAsDriver(place, { userId, name: found.name, email });
  }
  return { userId };
}

type Person = Pick<typeof appUser.$inferSelect, "id" | "name" | "email" | "disabledAt">;
const PERSON = { id: appUser.id, name: appUser.name, email: appUser.email, disabledAt: appUser.disabledAt };

async function findIdentity(deps: Pick<Deps, "db">, provider: Provider, subject: string): Promise<Person | null> {
  const [person] = await inTenant(deps.db, provider.tenantId, (tx) =>
    tx
      .select(PERSON)
      .from(userIdentity)
      .innerJoin(appUser, eq(appUser.id, userIdentity.userId))
      .where(
        and(
          eq(userIdentity.tenantId, provider.tenantId),
          eq(userIdentity.providerId, provider.id),
          eq(userIdentity.subject, subject),
        ),
      ),
  );
  return person ?? null;
}

async function findOrMake(
  deps: Pick<Deps, "db">,
  provider: Provider,
  claims: ProviderClaims,
): Promise<Person | { readonly refused: Refusal }> {
  const { email } = claims;
  if (email === null) return { refused: "noEmail" };
  const isBelieved = claims.isEmailVerified ?? provider.audience === "staff";
  if (!isBelieved) return { refused: "emailNotVerified" };
  const { orm } = deps.db;
  const byEmail = () =>
    orm
      .select(PERSON)
      .from(appUser)
      .where(eq(sql`lower(${appUser.email})`, email.toLowerCase()));
  const [known] = await byEmail();
  if (known) return known;
  const name = claims.name ?? email.split("@")[0] ?? email;
  const fresh = { id: uuidv7(), email, name: name.slice(0, 100) };
  const [made] = await orm.insert(appUser).values(fresh).onConflictDoNothing().returning(PERSON);
  const [person] = made ? [made] : await byEmail(); // two browsers at once: the other one made it
  return person ?? { refused: "noEmail" };
}

async function noteIdentity(
  tx: Transaction,
  { tenantId, id: providerId }: Provider,
  subject: string,
  userId: string,
  now: Date,
): Promise<void> {
  await tx
    .insert(userIdentity)
    .values({ tenantId, providerId, subject, userId, createdAt: now, lastUsedAt: now })
    .onConflictDoUpdate({
      target: [userIdentity.tenantId, userIdentity.providerId, userIdentity.subject],
      set: { lastUsedAt: now },
    });
}

/** Asks the person by mail, once while the invitation is open. Whether they were asked. */
async function invite(
  deps: Deps & Inviting,
  { tenantId, id, name }: Provider,
  email: string,
  role: Role | null,
): Promise<boolean> {
  const face = await deps.faces.ofTenant(tenantId);
  if (!face || role === null) return false;
  const ctx = { ...deps, tenantId, actor: { kind: "system", id, name } as const };
  if (await hasOpenInvitation(ctx, { email, role })) return true;
  try {
    await inviteMember(ctx, deps, { email, role, language: languageOf(face) });
    return true;
  } catch (error) {
    if (!isAppError(error)) throw error;
    deps.log.error({ err: error, tenantId, providerId: id }, "whom the provider sent was not invited");
    return false;
  }
}

/**
 * Makes the person what the provider says; whether they belong to the office now. A provider that tells roles takes them away
 * again, but never the last owner's; one that does not leaves a member as they are. `mustAgree`: somebody new in this office who is
 * elsewhere already. So a membership that nobody agreed to is always the oldest that a person has.
 */
async function applyRole(
  deps: Deps,
  tx: Transaction,
  provider: Provider,
  person: Person & { readonly isElsewhere: boolean },
  role: Role | null,
): Promise<boolean | "mustAgree"> {
  const { tenantId, roleClaim } = provider;
  const isTheirs = and(eq(membership.tenantId, tenantId), eq(membership.userId, person.id));
  const [present] = await tx.select({ role: membership.role }).from(membership).where(isTheirs).for("update");
  const before = present?.role ?? null;
  const wanted = before !== null && roleClaim === null ? before : role;
  if (wanted === before) return before !== null;
  if (before === null && person.isElsewhere) return "mustAgree";
  if (before === "owner") {
    const isOtherOwner = and(
      eq(membership.tenantId, tenantId),
      eq(membership.role, "owner"),
      ne(membership.userId, person.id),
    );
    const others = await tx.select({ userId: membership.userId }).from(membership).where(isOtherOwner).for("update");
    if (others.length === 0) return true;
  }
  if (wanted === null) await tx.delete(membership).where(isTheirs);
  else {
    await tx
      .insert(membership)
      .values({ tenantId, userId: person.id, role: wanted })
      .onConflictDoUpdate({ target: [membership.tenantId, membership.userId], set: { role: wanted } });
  }
  const actor = { kind: "system", id: provider.id, name: provider.name } as const;
  await recordAudit({ ...deps, tenantId, actor }, tx, {
    ...{ action: "member.setByProvider", subjectType: "member", subjectId: person.id },
    detail: { from: before, to: wanted, email: person.email },
  });
  return wanted !== null;
}
