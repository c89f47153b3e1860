import { mkdir, rename, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { createTransport } from "nodemailer";
import type { Mailer } from "../../services/ports.ts";

export type MailerOptions = {
  /** `smtp://user:password@host:587`, `smtps://…`; undefined: mails are written as files. */
  readonly url: string | undefined;
  /** The installation's own sender, for brands without one. */
  readonly from: string;
  /** Where mails go as files (`.eml`) while there is no server of mails: for trying things out. */
  readonly folder: string;
};

const TIMEOUT_MS = 15_000;

/** Whether the server will never send as from this sender (RFC 5321, 4.2.1: a permanent negative completion of MAIL). */
function isSenderRefused(error: unknown): boolean {
  const { command, responseCode = 0 } = error as { readonly command?: string; readonly responseCode?: number };
  return command === "MAIL FROM" && responseCode >= 500;
}

/** Sends mails over SMTP (RFC 5321), or writes them as files that any mail program opens. */
export function createMailer({ url, from, folder }: MailerOptions): Mailer {
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const smtp = url === undefined ? null : createTransport({ url, pool: true, ...timeouts } as object);
  const toText = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  return {
    async send({ id, fromName, fromEmail, replyTo, to, subject, text, html }) {
      const sentFrom = (address: string) =>
        fromName === null ? address : { name: fromName, address: /<(.+)>/.exec(address)?.[1] ?? address };
      const message = {
        from: sentFrom(fromEmail ?? from),
        ...(replyTo !== null && { replyTo }),
        ...{ to, subject, text, html },
        // The same mail sent twice (after a crash in between) is one to programs that look.
        messageId: `<${id}@voltplane>`,
        headers: { "Auto-Submitted": "auto-generated" },
      };
      if (smtp) {
        await smtp.sendMail(message).catch((error: unknown) => {
          if (fromEmail === null || !isSenderRefused(error)) throw error;
          return smtp.sendMail({ ...message, from: sentFrom(from), replyTo: fromEmail });
        });
        return;
      }
      const { message: bytes } = await toText.sendMail(message);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, `${id}.eml`);
      await writeFile(`${file}.new`, bytes as Buffer, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
    close: () => {
      smtp?.close();
      toText.close();
    },
  };
}
