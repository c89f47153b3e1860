import { createHash, randomInt } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { recoveryCode } from "../../../db/schema/sign-in.ts";
import type { Transaction } from "../../../db/tenancy.ts";

const HOW_MANY = 10;
const LENGTH = 10;
/** Without what looks alike (0 O, 1 I L) and without vowels: no words by accident. */
const LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ";

/** 48 random bits each, so that no slow hash is needed. */
const newCode = (): string => Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
const plain = (text: string): string => text.toUpperCase().replace(/[\s-]/g, "");
const hashOf = (userId: string, code: string): Buffer =>
  createHash("sha256")
    .update(`${userId}:${plain(code)}`)
    .digest();
const shown = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** Makes a person's codes anew: those of before count no more. Shown this once, kept as hashes. */
export async function renewRecoveryCodes(tx: Transaction, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: HOW_MANY }, newCode);
  await tx.delete(recoveryCode).where(eq(recoveryCode.userId, userId));
  await tx.insert(recoveryCode).values(codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })));
  return codes.map(shown);
}

/** Uses a code up. False for one that is unknown or used. */
export async function takeRecoveryCode(tx: Transaction, userId: string, text: string, now: Date): Promise<boolean> {
  const isIt = and(
    eq(recoveryCode.userId, userId),
    eq(recoveryCode.codeHash, hashOf(userId, text)),
    isNull(recoveryCode.usedAt),
  );
  const used = await tx
    .update(recoveryCode)
    .set({ usedAt: now })
    .where(isIt)
    .returning({ userId: recoveryCode.userId });
  return used.length > 0;
}

/** How many are left. */
export async function countRecoveryCodes(tx: Transaction, userId: string): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(recoveryCode)
    .where(and(eq(recoveryCode.userId, userId), isNull(recoveryCode.usedAt)));
  return row?.n ?? 0;
}
