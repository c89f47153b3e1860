import { z } from "zod";
import { asUser } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import type { AccountContext } from "../account/context.ts";
import { FactorCode, takeFactorCode } from "./check-code.ts";
import { strengthenSession } from "./strengthen-session.ts";

export const ShowFactorInput = z.strictObject({ code: FactorCode });

/**
 * The second step of signing in: from here on the browser's session opens the office.
 * @throws AppError as `takeFactorCode` does; `forbidden` where a company's own identity provider signed the person in.
 */
export async function showFactor(ctx: AccountContext, { code }: z.output<typeof ShowFactorInput>): Promise<void> {
  if (ctx.person.onlyTenantId !== null) throw new AppError("forbidden", "Your company says how you sign in.");
  await takeFactorCode(ctx, code);
  await asUser(ctx.db, ctx.person.userId, (tx) => strengthenSession(tx, ctx.person));
  ctx.events.publish({ type: "userSessionsChanged", userId: ctx.person.userId });
}
