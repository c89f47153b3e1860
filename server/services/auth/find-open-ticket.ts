import { and, eq, gt, isNull } from "drizzle-orm";
import { signInTicket, type TicketKind } from "../../../db/schema/sign-in.ts";
import type { Deps } from "../context.ts";
import type { Redeemed } from "./redeem-ticket.ts";
import { hashOfTicket } from "./ticket-secret.ts";

/** What a link's reader may see before they use it up; null for one that is unknown, used or run out. */
export async function findOpenTicket(
  deps: Pick<Deps, "db" | "clock">,
  kind: TicketKind,
  { ticketId, secret }: { readonly ticketId: string; readonly secret: string },
): Promise<Redeemed | null> {
  const [row] = await deps.db.orm
    .select()
    .from(signInTicket)
    .where(
      and(
        eq(signInTicket.id, ticketId),
        eq(signInTicket.kind, kind),
        eq(signInTicket.secretHash, hashOfTicket(ticketId, secret)),
        isNull(signInTicket.usedAt),
        gt(signInTicket.expiresAt, deps.clock.now()),
      ),
    );
  return row ?? null;
}
