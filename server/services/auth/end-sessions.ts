import { and, eq, isNull, ne } from "drizzle-orm";
import { userSession } from "../../../db/schema/sign-in.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { Oneself } from "./list-sessions.ts";

/** One session of a person, all of them, or all but the one that asks. */
export type Which = { readonly sessionId: string } | { readonly except: string } | "all";

/**
 * Signs browsers of a person out: at once where it is heard of, within seconds elsewhere. Ending what has ended changes nothing.
 * Returns how many were ended.
 */
export async function endSessions(
  deps: Pick<Deps, "db" | "clock" | "events">,
  { userId, onlyTenantId }: Oneself,
  which: Which,
): Promise<number> {
  const chosen =
    which === "all"
      ? undefined
      : "sessionId" in which
        ? eq(userSession.id, which.sessionId)
        : ne(userSession.id, which.except);
  const within = onlyTenantId === null ? undefined : eq(userSession.onlyTenantId, onlyTenantId);
  const rows = await asUser(deps.db, userId, (tx) =>
    tx
      .update(userSession)
      .set({ endedAt: deps.clock.now() })
      .where(and(eq(userSession.userId, userId), isNull(userSession.endedAt), chosen, within))
      .returning({ id: userSession.id }),
  );
  const sessionIds = rows.map(({ id }) => id);
  if (rows.length > 0) deps.events.publish({ type: "userSessionsEnded", userId, sessionIds });
  return rows.length;
}
