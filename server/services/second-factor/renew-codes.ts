import { asUser } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import type { AccountContext } from "../account/context.ts";
import { tellOwner } from "../account/tell-owner.ts";
import { renewRecoveryCodes } from "./recovery-codes.ts";

/** New recovery codes, shown this once, for a browser that has shown a second factor. @throws AppError `forbidden` for any other. */
export async function renewCodes(ctx: AccountContext): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const { userId, isStrong } = ctx.person;
  if (!isStrong) throw new AppError("forbidden", "Sign in with your second factor first.");
  const recoveryCodes = await asUser(ctx.db, userId, (tx) => renewRecoveryCodes(tx, userId));
  await tellOwner(ctx, "recoveryCodesRenewed");
  return { recoveryCodes };
}
