import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { passkey } from "../../../db/schema/sign-in.ts";
import { asUser } from "../../../db/tenancy.ts";
import { AppError, notFound } from "../../core/errors.ts";
import type { AccountContext } from "../account/context.ts";
import { tellOwner } from "../account/tell-owner.ts";
import { dropIdleRecoveryCodes } from "../second-factor/remove-totp.ts";

export const RemovePasskeyInput = z.strictObject({ passkeyId: z.string().min(1).max(2_000) });

/** Forgets a passkey: it opens nothing any more. @throws AppError `forbidden` where no second factor was shown, `notFound`. */
export async function removePasskey(
  ctx: AccountContext,
  { passkeyId }: z.output<typeof RemovePasskeyInput>,
): Promise<void> {
  const { userId, isStrong } = ctx.person;
  if (!isStrong) throw new AppError("forbidden", "Sign in with your second factor first.");
  await asUser(ctx.db, userId, async (tx) => {
    const isIt = and(eq(passkey.userId, userId), eq(passkey.credentialId, passkeyId));
    const gone = await tx.delete(passkey).where(isIt).returning({ id: passkey.credentialId });
    if (gone.length === 0) throw notFound("passkey");
    await dropIdleRecoveryCodes(tx, userId);
  });
  await tellOwner(ctx, "passkeyRemoved");
}
