import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { signInTicket } from "../../../db/schema/sign-in.ts";
import { appUser } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { Deps } from "../context.ts";
import { takesAsDriver } from "../driver/join.ts";
import { StorableText } from "../fields.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { MAIL_LANGUAGES, signInMail } from "../mail/sign-in-mail.ts";
import { writeMail } from "../mail/write-mail.ts";
import type { PlaceContext, Visit } from "../visit.ts";
import { linkRoot } from "./link-root.ts";
import type { MailLimit } from "./mail-limit.ts";
import { hashOfTicket, newTicketSecret } from "./ticket-secret.ts";

export const RequestLinkInput = z.strictObject({
  email: z.email().max(254),
  /** Where to go on: a path of ours. */
  nextPath: StorableText.max(500)
    .regex(/^\/(?![/\\])/)
    .default("/drive"),
  language: z.enum(MAIL_LANGUAGES).default("en"),
});

export type RequestedLink = { readonly ticketId: string; readonly expiresAt: string };

const LIVES_MS = 15 * 60_000;
export type LinkRequester = (
  place: PlaceContext,
  visit: Pick<Visit, "face" | "network" | "origin" | "home" | "base">,
  input: z.output<typeof RequestLinkInput>,
) => Promise<RequestedLink>;

/**
 * The mail that signs in without a password. The answer is the same whether the address is known or not: who is neither known nor
 * welcome to sign up gets no mail. Throws `tooMany` (details: `retryAfterS`), `unavailable` where the installation does not know
 * its own address: a link must never lead where the request says.
 */
export function createLinkRequester(deps: Pick<Deps, "log">, limit: MailLimit): LinkRequester {
  return async (place, visit, { email, nextPath, language }) => {
    await limit(visit.network, `${place.tenantId} ${email.toLowerCase()}`);
    if (visit.origin === null) {
      deps.log.error({ tenantId: place.tenantId }, "PUBLIC_URL is not set: no link can be sent");
      throw new AppError("unavailable", "Sign-in by mail is not set up here.");
    }
    const now = place.clock.now();
    const expiresAt = new Date(now.getTime() + LIVES_MS);
    const ticketId = uuidv7();
    const page = nextPath.startsWith(`${visit.base}/admin`) ? "/sign-in" : "/drive/sign-in";
    const answer = { ticketId, expiresAt: expiresAt.toISOString() };
    const [user] = await place.db.orm
      .select({ id: appUser.id, disabledAt: appUser.disabledAt })
      .from(appUser)
      .where(eq(sql`lower(${appUser.email})`, email.toLowerCase()));
    const isWelcome = user ? user.disabledAt === null : await takesAsDriver(place, email);
    const root = isWelcome ? await linkRoot(place, visit, user?.id ?? null) : null;
    if (root === null) {
      if (isWelcome) deps.log.error({ tenantId: place.tenantId }, "PUBLIC_URL is not set: no link can be sent");
      return answer;
    }
    const { secret, code } = newTicketSecret(root);
    const next = root.base.startsWith(visit.base) ? `${root.base.slice(visit.base.length)}${nextPath}` : nextPath;
    const url = `${root.origin}${root.base}${page}?${new URLSearchParams({ ticket: ticketId, next })}#${secret}`;
    const written = writeMail(place.face, signInMail(language, { name: place.face.name, url, code }));
    await inTenant(place.db, place.tenantId, async (tx) => {
      await tx.insert(signInTicket).values({
        ...{ id: ticketId, kind: "signIn", ofTenantId: place.tenantId, email, userId: user?.id ?? null },
        secretHash: hashOfTicket(ticketId, secret),
        codeHash: hashOfTicket(ticketId, code),
        ...{ nextPath, createdAt: now, expiresAt },
      });
      const { tenantId, face } = place;
      await enqueueMail(tx, now, { ...written, tenantId, brandId: face.brandId, kind: "signInLink", recipient: email });
    });
    place.events.publish({ type: "mailWaiting" });
    return answer;
  };
}
