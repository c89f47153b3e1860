import { and, eq, isNull } from "drizzle-orm";
import { toString as toQrCode } from "qrcode";
import { z } from "zod";
import { totpFactor } from "../../../db/schema/sign-in.ts";
import { asUser } from "../../../db/tenancy.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError } from "../../core/errors.ts";
import type { AccountContext } from "../account/context.ts";
import { tellOwner } from "../account/tell-owner.ts";
import { takeFactorCode } from "./check-code.ts";
import { renewRecoveryCodes } from "./recovery-codes.ts";
import { strengthenSession } from "./strengthen-session.ts";
import { newTotpSecret, totpSetup } from "./totp.ts";

export type TotpSetup = {
  /** `otpauth://…`, for who opens it on the phone itself. */
  readonly uri: string;
  /** To be typed where nothing can be scanned. */
  readonly secret: string;
  /** The address as a picture to scan: an SVG document. */
  readonly qrCode: string;
};

/**
 * Makes the secret for an authenticator app. It counts from the first right code on; until then each call makes a new one.
 * @throws AppError `conflict` where an app is set up already.
 */
export async function beginTotp(ctx: AccountContext): Promise<TotpSetup> {
  const { userId, email } = ctx.person;
  const secret = newTotpSecret();
  const fresh = { sealedSecret: ctx.sealer.seal(secret), createdAt: ctx.clock.now(), lastStep: null };
  const rows = await asUser(ctx.db, userId, (tx) =>
    tx
      .insert(totpFactor)
      .values({ userId, ...fresh })
      .onConflictDoUpdate({ target: totpFactor.userId, set: fresh, setWhere: isNull(totpFactor.confirmedAt) })
      .returning({ userId: totpFactor.userId }),
  );
  if (rows.length === 0) throw conflict("totpThere", "An authenticator app is set up already. Remove it first.");
  const { uri, text } = totpSetup(secret, email, ctx.face?.name ?? "Voltplane");
  return { uri, secret: text, qrCode: await toQrCode(uri, { type: "svg", margin: 0 }) };
}

export const ConfirmTotpInput = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{3} ?\d{3}$/),
});

/**
 * Sets the app up, by its first code. Returns the recovery codes, this once: those of before count no more.
 * @throws AppError as `takeFactorCode` does, also where an app is set up already, or none was begun.
 */
export async function confirmTotp(
  ctx: AccountContext,
  { code }: z.output<typeof ConfirmTotpInput>,
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const { userId } = ctx.person;
  await takeFactorCode(ctx, code, "begun");
  const recoveryCodes = await asUser(ctx.db, userId, async (tx) => {
    const confirmed = await tx
      .update(totpFactor)
      .set({ confirmedAt: ctx.clock.now() })
      .where(and(eq(totpFactor.userId, userId), isNull(totpFactor.confirmedAt)))
      .returning({ userId: totpFactor.userId });
    if (confirmed.length === 0) throw new AppError("conflict", "No authenticator app is being set up.");
    await strengthenSession(tx, ctx.person);
    return renewRecoveryCodes(tx, userId);
  });
  ctx.events.publish({ type: "userSessionsChanged", userId });
  await tellOwner(ctx, "totpAdded");
  return { recoveryCodes };
}
