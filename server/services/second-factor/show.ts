import { z } from "zod";
import { asUser } from "../../../db/tenancy.ts";
import type { AccountContext } from "../account/context.ts";
import { FactorCode, takeFactorCode } from "./check-code.ts";
import { strengthenSession } from "./strengthen-session.ts";

export const ShowFactorInput = z.strictObject({ code: FactorCode });

/** The second step of signing in: from here on the browser's session opens the office. @throws AppError as `takeFactorCode` does. */
export async function showFactor(ctx: AccountContext, { code }: z.output<typeof ShowFactorInput>): Promise<void> {
  await takeFactorCode(ctx, code);
  await asUser(ctx.db, ctx.person.userId, (tx) => strengthenSession(tx, ctx.person));
  ctx.events.publish({ type: "userSessionsChanged", sessionIds: [ctx.person.sessionId] });
}
