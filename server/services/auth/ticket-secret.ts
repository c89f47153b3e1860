import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** What only the mail's reader knows: 256 random bits in the link, six digits for another device. */
export type TicketSecret = { readonly secret: string; readonly code: string };

/** Begins the secret of a link to the installation's own address. The hash covers it: who holds another link cannot put it there. */
const AT_HOME = "home.";

/** A new secret for a link that lies there. */
export const newTicketSecret = ({ isHome }: { readonly isHome: boolean }): TicketSecret => ({
  secret: `${isHome ? AT_HOME : ""}${randomBytes(32).toString("base64url")}`,
  code: randomInt(1_000_000).toString().padStart(6, "0"),
});

/** Whether the link of this secret leads to the installation's own address, and to no company's. */
export const liesAtHome = (secret: string): boolean => secret.startsWith(AT_HOME);

/** Bound to the ticket, so that two tickets with the same digits do not look alike. */
export const hashOfTicket = (ticketId: string, text: string): Buffer =>
  createHash("sha256").update(`${ticketId}:${text}`).digest();

export const isSameHash = (one: Uint8Array | null, other: Uint8Array): boolean =>
  one !== null && one.length === other.length && timingSafeEqual(one, other);
