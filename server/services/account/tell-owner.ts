import { inTenant } from "../../../db/tenancy.ts";
import { listMemberships } from "../auth/list-memberships.ts";
import type { Face, Faces } from "../brand/find-face.ts";
import type { Deps } from "../context.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { languageOf } from "../mail/language-of.ts";
import { type SecurityNotice, securityMail } from "../mail/security-mail.ts";
import { writeMail } from "../mail/write-mail.ts";

type Told = Pick<Deps, "db" | "clock" | "events"> & {
  readonly faces: Faces;
  readonly face: Face | null;
  readonly person: { readonly userId: string; readonly email: string };
};

/**
 * Mails a person that something about their sign-in was changed: who did not do it themselves learns of it. In the name of the
 * company they are at, else of the one they joined last; a person of none hears nothing, since nobody could sign the mail.
 */
export async function tellOwner(ctx: Told, notice: SecurityNotice): Promise<void> {
  const { userId, email } = ctx.person;
  const home = ctx.face ?? (await faceOfMember(ctx, userId));
  if (!home) return;
  const written = writeMail(home, securityMail(languageOf(home), notice, { name: home.name, email }));
  const { tenantId, brandId } = home;
  await inTenant(ctx.db, tenantId, (tx) =>
    enqueueMail(tx, ctx.clock.now(), { ...written, tenantId, brandId, kind: "securityNotice", recipient: email }),
  );
  ctx.events.publish({ type: "mailWaiting" });
}

/** The face of the company somebody joined last; null for who belongs to none. */
export async function faceOfMember(ctx: Pick<Told, "db" | "faces">, userId: string): Promise<Face | null> {
  const [membership] = await listMemberships(ctx, userId);
  return membership ? ctx.faces.ofTenant(membership.tenantId) : null;
}
