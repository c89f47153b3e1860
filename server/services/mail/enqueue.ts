import { mail } from "../../../db/schema/tenants.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { WrittenMail } from "./write-mail.ts";

export type MailToSend = WrittenMail & {
  readonly tenantId: string;
  readonly brandId: string | null;
  /** What it is for: `signInLink`, `passwordReset`, `invitation`, … */
  readonly kind: string;
  readonly recipient: string;
};

/** Writes a mail in the transaction of what it is about: it is sent if and only if that is committed. */
export async function enqueueMail(
  tx: Transaction,
  at: Date,
  { subject, text, html, ...about }: MailToSend,
): Promise<void> {
  await tx
    .insert(mail)
    .values({ id: uuidv7(), ...about, subject, textBody: text, htmlBody: html, nextAttemptAt: at, createdAt: at });
}
