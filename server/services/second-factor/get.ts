import { and, asc, eq, isNotNull } from "drizzle-orm";
import { passkey, totpFactor } from "../../../db/schema/sign-in.ts";
import { appUser } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { AccountContext } from "../account/context.ts";
import { countRecoveryCodes } from "./recovery-codes.ts";

/** What a person signs in with. */
export async function getFactors(ctx: Pick<AccountContext, "db" | "person">) {
  const { userId } = ctx.person;
  return asUser(ctx.db, userId, async (tx) => {
    const isConfirmed = and(eq(totpFactor.userId, userId), isNotNull(totpFactor.confirmedAt));
    const [totp] = await tx.select({ since: totpFactor.confirmedAt }).from(totpFactor).where(isConfirmed);
    const passkeys = await tx
      .select({
        id: passkey.credentialId,
        name: passkey.name,
        host: passkey.rpId,
        isBackedUp: passkey.isBackedUp,
        createdAt: passkey.createdAt,
        lastUsedAt: passkey.lastUsedAt,
      })
      .from(passkey)
      .where(eq(passkey.userId, userId))
      .orderBy(asc(passkey.createdAt));
    const [user] = await tx
      .select({ name: appUser.name, email: appUser.email, passwordHash: appUser.passwordHash })
      .from(appUser)
      .where(eq(appUser.id, userId));
    return {
      name: user?.name ?? "",
      email: user?.email ?? "",
      hasPassword: Boolean(user?.passwordHash),
      totpSince: totp?.since ?? null,
      passkeys,
      recoveryCodesLeft: await countRecoveryCodes(tx, userId),
    };
  });
}
