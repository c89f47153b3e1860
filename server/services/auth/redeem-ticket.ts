import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { signInTicket, type TicketKind } from "../../../db/schema/sign-in.ts";
import type { Deps } from "../context.ts";
import { hashOfTicket, isSameHash } from "./ticket-secret.ts";

/** The secret of the link, or the digits for who reads the mail elsewhere. */
export const RedeemInput = z.strictObject({
  ticketId: z.uuid(),
  secret: z.string().min(1).max(100).optional(),
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});

/** Wrong digits, after which the ticket is worth nothing: a guesser has one chance in 200,000. */
const MOST_ATTEMPTS = 5;

export type Redeemed = typeof signInTicket.$inferSelect;

/** Uses a ticket up. Null for one that is unknown, used, run out, of another kind, or not proven; what is wrong is not told. */
export async function redeemTicket(
  deps: Pick<Deps, "db" | "clock">,
  kind: TicketKind,
  { ticketId, secret, code }: z.output<typeof RedeemInput>,
): Promise<Redeemed | null> {
  const isOpen = and(
    eq(signInTicket.id, ticketId),
    eq(signInTicket.kind, kind),
    isNull(signInTicket.usedAt),
    gt(signInTicket.expiresAt, deps.clock.now()),
    lt(signInTicket.attempts, MOST_ATTEMPTS),
  );
  const { orm } = deps.db;
  if (secret === undefined) {
    // Counted before it is compared, so that tries side by side gain nothing.
    const [counted] = await orm
      .update(signInTicket)
      .set({ attempts: sql`${signInTicket.attempts} + 1` })
      .where(isOpen)
      .returning({ codeHash: signInTicket.codeHash });
    if (!counted || !isSameHash(counted.codeHash, hashOfTicket(ticketId, code ?? ""))) return null;
  }
  const proven = secret === undefined ? undefined : eq(signInTicket.secretHash, hashOfTicket(ticketId, secret));
  const isUnused = and(eq(signInTicket.id, ticketId), eq(signInTicket.kind, kind), isNull(signInTicket.usedAt));
  const [used] = await orm
    .update(signInTicket)
    .set({ usedAt: deps.clock.now() })
    .where(secret === undefined ? isUnused : and(isOpen, proven))
    .returning();
  return used ?? null;
}
