import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { userSession } from "../../../db/schema/sign-in.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";

/** A person as one of their sessions proves them; `onlyTenantId` bounds what it may know of the others. */
export type Oneself = { readonly userId: string; readonly onlyTenantId: string | null };

/** Where a person is signed in, the newest use first. A session that one company vouched for sees that company's alone. */
export async function listSessions(deps: Pick<Deps, "db" | "clock">, { userId, onlyTenantId }: Oneself) {
  const { id, method, isStrong, ip, userAgent, createdAt, lastSeenAt } = userSession;
  return asUser(deps.db, userId, (tx) =>
    tx
      .select({ id, method, isStrong, ip, userAgent, createdAt, lastSeenAt })
      .from(userSession)
      .where(
        and(
          eq(userSession.userId, userId),
          isNull(userSession.endedAt),
          gt(userSession.expiresAt, deps.clock.now()),
          onlyTenantId === null ? undefined : eq(userSession.onlyTenantId, onlyTenantId),
        ),
      )
      .orderBy(desc(userSession.lastSeenAt))
      .limit(200),
  );
}
