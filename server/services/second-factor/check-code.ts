import { and, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import { z } from "zod";
import { totpFactor } from "../../../db/schema/sign-in.ts";
import { asUser, type Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import type { AccountContext } from "../account/context.ts";
import { takeRecoveryCode } from "./recovery-codes.ts";
import { stepOfCode } from "./totp.ts";

/** Six digits of the app, or a recovery code; blanks and dashes do not matter. */
export const FactorCode = z.string().trim().min(6).max(20);

const WRONG = "The code is not right.";

/**
 * Takes a person's code, once: a code of the app counts one time (RFC 6238, 5.2), and so does a recovery code. An app that was
 * only begun is no factor: its codes count where it is being confirmed, and nowhere else.
 * @throws AppError `tooMany` (details: `retryAfterS`), `invalid` at `code` for a wrong one.
 */
export async function takeFactorCode(
  ctx: Pick<AccountContext, "db" | "clock" | "sealer" | "attempts" | "person">,
  code: string,
  app: "confirmed" | "begun" = "confirmed",
): Promise<void> {
  const { userId } = ctx.person;
  await ctx.attempts.take(userId);
  const now = ctx.clock.now();
  const digits = code.replace(/\s/g, "");
  const isRight = await asUser(ctx.db, userId, (tx) =>
    /^\d{6}$/.test(digits) ? takeTotp(ctx, tx, digits, now, app) : takeRecoveryCode(tx, userId, code, now),
  );
  if (!isRight) throw new AppError("invalid", WRONG, { issues: [{ path: "code", message: WRONG }] });
  await ctx.attempts.forget(userId);
}

async function takeTotp(
  { sealer, person }: Pick<AccountContext, "sealer" | "person">,
  tx: Transaction,
  digits: string,
  now: Date,
  app: "confirmed" | "begun",
): Promise<boolean> {
  const isSuch = (app === "begun" ? isNull : isNotNull)(totpFactor.confirmedAt);
  const isTheirs = and(eq(totpFactor.userId, person.userId), isSuch);
  const [factor] = await tx.select().from(totpFactor).where(isTheirs);
  const step = factor && stepOfCode(sealer.unseal(factor.sealedSecret), digits, now);
  if (step === null || step === undefined) return false;
  const isNew = or(isNull(totpFactor.lastStep), lt(totpFactor.lastStep, step));
  const taken = await tx.update(totpFactor).set({ lastStep: step }).where(and(isTheirs, isNew)).returning();
  return taken.length > 0;
}
