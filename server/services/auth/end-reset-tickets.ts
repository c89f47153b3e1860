import { and, eq, isNull } from "drizzle-orm";
import { signInTicket } from "../../../db/schema/sign-in.ts";
import type { Deps } from "../context.ts";

/** Uses up every link by which a person could still set their password: what they set last stands. */
export async function endResetTickets(deps: Pick<Deps, "db" | "clock">, userId: string): Promise<void> {
  await deps.db.orm
    .update(signInTicket)
    .set({ usedAt: deps.clock.now() })
    .where(and(eq(signInTicket.userId, userId), eq(signInTicket.kind, "passwordReset"), isNull(signInTicket.usedAt)));
}
