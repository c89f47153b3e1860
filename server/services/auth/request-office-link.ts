import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { appUser } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { faceOfMember } from "../account/tell-owner.ts";
import type { Visit } from "../visit.ts";
import type { RequestedLink, RequestLinkInput } from "./request-sign-in-link.ts";

/** How long a link is said to live that nobody was sent. */
const SAID_MS = 15 * 60_000;

/**
 * The mail that signs in to the office, asked for at a company's address or at the installation's own: there it is sent in the name
 * of the company that the person joined last. Answers the same for an address that nobody has.
 * @throws AppError as a `LinkRequester` does.
 */
export async function requestOfficeLink(
  visit: Visit,
  input: z.output<typeof RequestLinkInput>,
): Promise<RequestedLink> {
  const { deps, account } = visit;
  const face = visit.face ?? (await faceOfAddress(visit, input.email));
  if (face) return visit.requestLink({ ...deps, tenantId: face.tenantId, face }, visit, input);
  await account.limitMails(visit.network, input.email.toLowerCase());
  return { ticketId: uuidv7(), expiresAt: new Date(deps.clock.now().getTime() + SAID_MS).toISOString() };
}

async function faceOfAddress({ deps, account }: Visit, email: string) {
  const [user] = await deps.db.orm
    .select({ id: appUser.id })
    .from(appUser)
    .where(eq(sql`lower(${appUser.email})`, email.toLowerCase()));
  return user ? faceOfMember({ db: deps.db, faces: account.faces }, user.id) : null;
}
