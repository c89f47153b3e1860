import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { passkey, recoveryCode, totpFactor } from "../../../db/schema/sign-in.ts";
import { asUser, type Transaction } from "../../../db/tenancy.ts";
import type { AccountContext } from "../account/context.ts";
import { tellOwner } from "../account/tell-owner.ts";
import { FactorCode, takeFactorCode } from "./check-code.ts";

export const RemoveTotpInput = z.strictObject({ code: FactorCode });

/** Removes the authenticator app, by one of its codes or a recovery code. @throws AppError as `takeFactorCode` does. */
export async function removeTotp(ctx: AccountContext, { code }: z.output<typeof RemoveTotpInput>): Promise<void> {
  const { userId } = ctx.person;
  await takeFactorCode(ctx, code);
  await asUser(ctx.db, userId, async (tx) => {
    await tx.delete(totpFactor).where(eq(totpFactor.userId, userId));
    await dropIdleRecoveryCodes(tx, userId);
  });
  await tellOwner(ctx, "totpRemoved");
}

/** Recovery codes stand in for a factor: without any, they are keys that lie about. */
export async function dropIdleRecoveryCodes(tx: Transaction, userId: string): Promise<void> {
  const none = sql`not exists (select from ${totpFactor} where ${totpFactor.userId} = ${userId})
    and not exists (select from ${passkey} where ${passkey.userId} = ${userId})`;
  await tx.delete(recoveryCode).where(sql`${eq(recoveryCode.userId, userId)} and ${none}`);
}
