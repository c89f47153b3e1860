import { and, asc, eq, isNotNull, lte } from "drizzle-orm";
import { brand, mail, tenant, tenantDomain } from "../../../db/schema/tenants.ts";
import { inTenant, inTenants } from "../../../db/tenancy.ts";
import { isAtHost } from "../../brand/is-at-host.ts";
import type { Deps } from "../context.ts";
import type { Mailer } from "../ports.ts";

/** Waits after each attempt; a mail that fails after the last one has failed: the link in it has run out long since. */
const RETRY_AFTER_S = [10, 60, 300, 1_800] as const;
const AT_ONCE = 50;
/** While one is being sent, nobody else takes it; who took it and died gives it back after this. */
const CLAIM_S = 120;

type MailDeps = Pick<Deps, "db" | "clock" | "log">;

/**
 * Sends what waits, of every tenant. Safe to run by several processes at once. Returns how many were sent. Once `stopping` is
 * aborted it begins no further one: a server of mails that does not answer would hold up the whole stop.
 */
export async function sendWaitingMails(deps: MailDeps, mailer: Mailer, stopping?: AbortSignal): Promise<number> {
  const tenants = await deps.db.orm.select({ id: tenant.id }).from(tenant);
  const now = deps.clock.now().toISOString();
  // One question for all of them: most have nothing to send.
  const waiting = await inTenants(
    deps.db.sql,
    tenants.map(({ id }) => id),
    (tx) => tx<{ id: string }[]>`
      select distinct tenant_id as id from mail where state = 'waiting' and next_attempt_at <= ${now}::timestamptz`,
  );
  let sent = 0;
  for (const { id } of waiting) {
    for (let count = 0; count < AT_ONCE && !stopping?.aborted; count += 1) {
      const outcome = await sendNext(deps, mailer, id);
      if (outcome === "none") break;
      if (outcome === "sent") sent += 1;
    }
  }
  return sent;
}

/** Claims one mail and sends it: a claim on many would run out while the first of them hold the others up. */
async function sendNext(deps: MailDeps, mailer: Mailer, tenantId: string): Promise<"none" | "sent" | "notSent"> {
  const claimed = await inTenant(deps.db, tenantId, async (tx) => {
    const now = deps.clock.now();
    const [next] = await tx
      .select({ mail, senderName: brand.senderName, senderEmail: brand.senderEmail, brandName: brand.name })
      .from(mail)
      .leftJoin(brand, and(eq(brand.tenantId, mail.tenantId), eq(brand.id, mail.brandId)))
      .where(and(eq(mail.tenantId, tenantId), eq(mail.state, "waiting"), lte(mail.nextAttemptAt, now)))
      .orderBy(asc(mail.nextAttemptAt))
      .limit(1)
      .for("update", { of: mail, skipLocked: true });
    if (!next) return null;
    await tx
      .update(mail)
      .set({ attempts: next.mail.attempts + 1, nextAttemptAt: new Date(now.getTime() + CLAIM_S * 1000) })
      .where(and(eq(mail.tenantId, tenantId), eq(mail.id, next.mail.id)));
    const hosts = await tx
      .select({ host: tenantDomain.host })
      .from(tenantDomain)
      .where(and(eq(tenantDomain.ofTenantId, tenantId), isNotNull(tenantDomain.verifiedAt)));
    return { ...next, hosts: hosts.map(({ host }) => host) };
  });
  if (!claimed) return "none";
  const { mail: row, hosts, ...sender } = claimed;
  // In nobody's name but their own: until the domain is proven to be theirs, the address only takes answers.
  const isProven = sender.senderEmail !== null && isAtHost(sender.senderEmail, hosts);
  const error = await mailer
    .send({
      id: row.id,
      fromName: sender.senderName ?? sender.brandName,
      fromEmail: isProven ? sender.senderEmail : null,
      replyTo: isProven ? null : sender.senderEmail,
      to: row.recipient,
      subject: row.subject,
      text: row.textBody,
      html: row.htmlBody,
    })
    .then(
      () => null,
      (cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause))),
    );
  if (error) deps.log.warn({ err: error, mailId: row.id, kind: row.kind }, "mail not sent");
  await inTenant(deps.db, tenantId, (tx) =>
    tx
      .update(mail)
      .set(outcomeOf(error, row.attempts, deps.clock.now()))
      .where(and(eq(mail.tenantId, tenantId), eq(mail.id, row.id))),
  );
  return error ? "notSent" : "sent";
}

/** Bodies hold links that open accounts: they go as soon as they are not needed. */
const EMPTIED = { textBody: "", htmlBody: "" } as const;

function outcomeOf(error: Error | null, attemptsBefore: number, now: Date): Partial<typeof mail.$inferInsert> {
  if (!error) return { state: "sent", sentAt: now, lastError: null, ...EMPTIED };
  const lastError = error.message.slice(0, 500);
  const waitS = RETRY_AFTER_S[attemptsBefore];
  if (waitS === undefined) return { state: "failed", lastError, ...EMPTIED };
  return { lastError, nextAttemptAt: new Date(now.getTime() + waitS * 1000) };
}
