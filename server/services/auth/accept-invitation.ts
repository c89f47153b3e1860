import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { appUser, membership, type Role } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { Faces } from "../brand/find-face.ts";
import type { Deps } from "../context.ts";
import { NameText } from "../fields.ts";
import { recordAudit } from "../record-audit.ts";
import { findOpenTicket } from "./find-open-ticket.ts";
import type { PasswordHasher } from "./hash-password.ts";
import { isAstray } from "./is-astray.ts";
import { NewPassword } from "./new-password.ts";
import { redeemTicket } from "./redeem-ticket.ts";

export const InvitationInput = z.strictObject({ ticketId: z.uuid(), secret: z.string().min(1).max(100) });

export type Invitation = {
  readonly company: string;
  readonly email: string;
  readonly role: Role;
  /** The address has an account here: the person keeps its name and password. */
  readonly isKnown: boolean;
};

type Accepting = Deps & { readonly faces: Faces; readonly hasher: PasswordHasher };

/** What the reader of an invitation sees; null for a link that has been used, withdrawn or has run out. */
export async function findInvitation(
  deps: Pick<Accepting, "db" | "clock" | "faces">,
  input: z.output<typeof InvitationInput>,
): Promise<Invitation | null> {
  const ticket = await findOpenTicket(deps, "invitation", input);
  const face = ticket && (await deps.faces.ofTenant(ticket.ofTenantId));
  if (!ticket?.role || !face) return null;
  const { email, role } = ticket;
  return { company: face.name, email, role, isKnown: (await findPerson(deps, email)) !== undefined };
}

export const AcceptInvitationInput = InvitationInput.extend({
  /** Of somebody new. */
  name: NameText.optional(),
  /** Of somebody new, and only if they want one: a mail signs in as well. */
  password: NewPassword.optional(),
});

/**
 * Makes whoever read the mail a member: a new person with name and password, or the one whose address it is. A person who is
 * disabled stays out. Returns who they are, and where; null for a link that is worth nothing, or astray: the invitation is used up,
 * and the next one finds its reader at home.
 */
export async function acceptInvitation(
  deps: Accepting,
  { ticketId, secret, name, password }: z.output<typeof AcceptInvitationInput>,
): Promise<{ readonly userId: string; readonly tenantId: string } | null> {
  const open = await findOpenTicket(deps, "invitation", { ticketId, secret });
  if (!open) return null;
  const passwordHash = password === undefined ? null : await deps.hasher.hash(password);
  const ticket = await redeemTicket(deps, "invitation", { ticketId, secret });
  if (!ticket?.role) return null;
  const { email, role, ofTenantId: tenantId } = ticket;
  const known = await findPerson(deps, email);
  if (known && (await isAstray(deps, secret, known.id, tenantId))) return null;
  const fresh = { id: uuidv7(), email, name: name ?? email.split("@")[0] ?? email, passwordHash };
  if (!known) await deps.db.orm.insert(appUser).values(fresh).onConflictDoNothing();
  const person = await findPerson(deps, email);
  if (!person || person.disabledAt) return null;
  const userId = person.id;
  await inTenant(deps.db, tenantId, async (tx) => {
    const made = await tx.insert(membership).values({ tenantId, userId, role }).onConflictDoNothing().returning();
    if (made.length === 0) return;
    const actor = { kind: "user", id: userId, name: person.name, role } as const;
    const detail = { role, email };
    await recordAudit({ ...deps, tenantId, actor }, tx, {
      ...{ action: "member.accept", subjectType: "member", subjectId: userId, detail },
    });
  });
  deps.events.publish({ type: "userSessionsChanged", userId });
  return { userId, tenantId };
}

async function findPerson(deps: Pick<Deps, "db">, email: string) {
  const [person] = await deps.db.orm
    .select()
    .from(appUser)
    .where(eq(sql`lower(${appUser.email})`, email.toLowerCase()));
  return person;
}
