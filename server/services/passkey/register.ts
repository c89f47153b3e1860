import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { passkey, recoveryCode } from "../../../db/schema/sign-in.ts";
import { asUser } from "../../../db/tenancy.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError } from "../../core/errors.ts";
import type { AccountContext } from "../account/context.ts";
import { tellOwner } from "../account/tell-owner.ts";
import { NameText } from "../fields.ts";
import { renewRecoveryCodes } from "../second-factor/recovery-codes.ts";
import { strengthenSession } from "../second-factor/strengthen-session.ts";
import { relyingPartyOf } from "./relying-party.ts";

/** Ed25519, ES256 and RS256: one of them every authenticator has (COSE, RFC 9053 and 8812). */
const ALGORITHMS = [-8, -7, -257];
/** More than a person has devices. */
const MOST = 20;

/** What the browser asks its authenticators for. @throws AppError `unavailable` as `relyingPartyOf` does, `conflict` beyond 20. */
export async function beginPasskey(ctx: AccountContext) {
  const { userId, email, name } = ctx.person;
  const party = relyingPartyOf(ctx.origin);
  const known = await asUser(ctx.db, userId, (tx) =>
    tx
      .select({ id: passkey.credentialId, transports: passkey.transports })
      .from(passkey)
      .where(and(eq(passkey.userId, userId), eq(passkey.rpId, party.id))),
  );
  if (known.length >= MOST) throw conflict("passkeysFull", `There are ${MOST} passkeys already. Remove one first.`);
  const options = await generateRegistrationOptions({
    rpName: ctx.face?.name ?? "Voltplane",
    rpID: party.id,
    userName: email,
    userDisplayName: name,
    userID: new TextEncoder().encode(userId),
    attestationType: "none",
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known,
    // Found without a name typed, and unlocked by finger, face or PIN: so it is two factors in one.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { options, state: ctx.ceremonies.begin("register", options.challenge, userId) };
}

/** The browser's answer: its shape is the library's to check. */
export const CeremonyAnswer = z.looseObject({ id: z.string().min(1).max(2_000) });

export const AddPasskeyInput = z.strictObject({
  state: z.string().max(4_000),
  answer: CeremonyAnswer,
  name: NameText,
});

/**
 * Keeps a passkey. The first factor of a person brings recovery codes with it, shown this once.
 * @throws AppError `invalid` for an answer to another question, `conflict` for a passkey that is known already.
 */
export async function addPasskey(
  ctx: AccountContext,
  { state, answer, name }: z.output<typeof AddPasskeyInput>,
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const { userId } = ctx.person;
  const party = relyingPartyOf(ctx.origin);
  const expectedChallenge = ctx.ceremonies.end("register", state, userId);
  if (expectedChallenge === null) throw new AppError("invalid", "This took too long. Start again.");
  const verdict = await verifyRegistrationResponse({
    response: answer as unknown as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((cause: unknown) => {
    ctx.log.warn({ err: cause, userId }, "passkey not taken");
    throw new AppError("invalid", "The browser's answer is not valid.", {}, { cause });
  });
  if (!verdict.verified) throw new AppError("invalid", "The browser's answer is not valid.");
  const { credential, credentialBackedUp } = verdict.registrationInfo;
  const recoveryCodes = await asUser(ctx.db, userId, async (tx) => {
    const kept = await tx
      .insert(passkey)
      .values({
        userId,
        credentialId: credential.id,
        publicKey: credential.publicKey,
        counter: credential.counter,
        transports: [...(credential.transports ?? [])],
        rpId: party.id,
        name,
        isBackedUp: credentialBackedUp,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning({ id: passkey.credentialId });
    if (kept.length === 0) throw conflict("passkeyKnown", "This passkey is known already.");
    await strengthenSession(tx, ctx.person);
    const [some] = await tx.select({ one: sql`1` }).from(recoveryCode).where(eq(recoveryCode.userId, userId)).limit(1);
    return some ? [] : renewRecoveryCodes(tx, userId);
  });
  ctx.events.publish({ type: "userSessionsChanged", userId });
  await tellOwner(ctx, "passkeyAdded");
  return { recoveryCodes };
}
