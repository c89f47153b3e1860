import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { appUser } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { Faces } from "../brand/find-face.ts";
import type { Deps } from "../context.ts";
import { joinAsDriver, takesAsDriver } from "../driver/join.ts";
import { isAstray } from "./is-astray.ts";
import { listMemberships } from "./list-memberships.ts";
import { type RedeemInput, redeemTicket } from "./redeem-ticket.ts";

export type SignedInByTicket = { readonly userId: string; readonly tenantId: string; readonly nextPath: string };

/**
 * Signs in whoever read the mail. A new address becomes a person, and a driver of the company that sent the mail, if that takes
 * people by themselves or its office knows the address; who works in its office becomes no driver by it. Null where the ticket is worth nothing.
 */
export async function signInByTicket(
  deps: Deps,
  faces: Faces,
  input: z.output<typeof RedeemInput>,
): Promise<SignedInByTicket | null> {
  const ticket = await redeemTicket(deps, "signIn", input);
  const face = ticket && (await faces.ofTenant(ticket.ofTenantId));
  if (!ticket || !face) return null;
  const { ofTenantId: tenantId, email } = ticket;
  const place = { ...deps, tenantId, face };
  const isTaken = await takesAsDriver(place, email);
  const person = await findOrMakePerson(deps, email, isTaken);
  if (!person || person.disabledAt) return null;
  if (input.secret !== undefined && (await isAstray(deps, input.secret, person.id, tenantId))) return null;
  const isMember = (await listMemberships(deps, person.id)).some((membership) => membership.tenantId === tenantId);
  const nextPath = ticket.nextPath ?? "/drive";
  if (isTaken && !(isMember && /^(\/t\/[^/]+)?\/admin/.test(nextPath))) {
    await joinAsDriver(place, { userId: person.id, name: person.name, email: person.email });
  }
  return { userId: person.id, tenantId, nextPath };
}

async function findOrMakePerson(deps: Pick<Deps, "db">, email: string, mayMake: boolean) {
  const { orm } = deps.db;
  const known = () =>
    orm
      .select()
      .from(appUser)
      .where(eq(sql`lower(${appUser.email})`, email.toLowerCase()));
  const [found] = await known();
  if (found || !mayMake) return found ?? null;
  // Nobody has said a name yet: what is before the @ will do until they do.
  const name = email.split("@")[0] ?? email;
  const [made] = await orm.insert(appUser).values({ id: uuidv7(), email, name }).onConflictDoNothing().returning();
  return made ?? (await known())[0] ?? null; // two tickets at once: the other one made it
}
