import { and, eq } from "drizzle-orm";
import { userSession } from "../../../db/schema/sign-in.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import type { AccountContext } from "../account/context.ts";

/** Notes that a second factor was shown in this browser. Publish `userSessionsChanged` after the commit. */
export async function strengthenSession(
  tx: Transaction,
  { userId, sessionId }: AccountContext["person"],
): Promise<void> {
  await tx
    .update(userSession)
    .set({ isStrong: true })
    .where(and(eq(userSession.userId, userId), eq(userSession.id, sessionId)));
}
