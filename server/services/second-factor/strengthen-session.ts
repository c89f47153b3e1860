import { and, eq, isNull } from "drizzle-orm";
import { userSession } from "../../../db/schema/sign-in.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import type { AccountContext } from "../account/context.ts";

/**
 * Notes that a second factor was shown in this browser. Publish `userSessionsChanged` after the commit. Never of a session that a
 * company's own identity provider vouched for: what that one opens was said when it began.
 */
export async function strengthenSession(
  tx: Transaction,
  { userId, sessionId }: AccountContext["person"],
): Promise<void> {
  await tx
    .update(userSession)
    .set({ isStrong: true })
    .where(and(eq(userSession.userId, userId), eq(userSession.id, sessionId), isNull(userSession.onlyTenantId)));
}
