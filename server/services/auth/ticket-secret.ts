import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** What only the mail's reader knows: 256 random bits in the link, six digits for another device. */
export type TicketSecret = { readonly secret: string; readonly code: string };

export const newTicketSecret = (): TicketSecret => ({
  secret: randomBytes(32).toString("base64url"),
  code: randomInt(1_000_000).toString().padStart(6, "0"),
});

/** Bound to the ticket, so that two tickets with the same digits do not look alike. */
export const hashOfTicket = (ticketId: string, text: string): Buffer =>
  createHash("sha256").update(`${ticketId}:${text}`).digest();

export const isSameHash = (one: Uint8Array | null, other: Uint8Array): boolean =>
  one !== null && one.length === other.length && timingSafeEqual(one, other);
