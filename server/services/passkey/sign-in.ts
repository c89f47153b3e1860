import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { passkey } from "../../../db/schema/sign-in.ts";
import { appUser } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { Ceremonies } from "./ceremony.ts";
import { relyingPartyOf } from "./relying-party.ts";

type Asking = Pick<Deps, "db" | "clock" | "log"> & {
  readonly ceremonies: Ceremonies;
  readonly origin: string | null;
};

/** What the browser asks its authenticators: for any passkey of this site. @throws AppError `unavailable` as `relyingPartyOf` does. */
export async function beginPasskeySignIn({ ceremonies, origin }: Pick<Asking, "ceremonies" | "origin">) {
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyOf(origin).id,
    userVerification: "required",
  });
  return { options, state: ceremonies.begin("signIn", options.challenge, null) };
}

export const PasskeyAnswer = z.object({
  state: z.string().max(4_000),
  answer: z.looseObject({
    id: z.string().min(1).max(2_000),
    response: z.looseObject({ userHandle: z.string().max(200) }),
  }),
});

/** Whose passkey answered; null where it is unknown, answers another question, or its counter went back: a copy was made. */
export async function findByPasskey(ctx: Asking, input: z.output<typeof PasskeyAnswer>): Promise<string | null> {
  const party = relyingPartyOf(ctx.origin);
  const challenge = ctx.ceremonies.end("signIn", input.state, null);
  const userId = z.uuid().safeParse(Buffer.from(input.answer.response.userHandle, "base64url").toString()).data;
  if (challenge === null || userId === undefined) return null;
  return asUser(ctx.db, userId, async (tx) => {
    const isIt = and(eq(passkey.userId, userId), eq(passkey.credentialId, input.answer.id), eq(passkey.rpId, party.id));
    const [row] = await tx
      .select({ publicKey: passkey.publicKey, counter: passkey.counter })
      .from(passkey)
      .innerJoin(appUser, and(eq(appUser.id, passkey.userId), isNull(appUser.disabledAt)))
      .where(isIt)
      .for("update", { of: passkey });
    if (!row) return null;
    const verdict = await verifyAuthenticationResponse({
      response: input.answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: input.answer.id, publicKey: new Uint8Array(row.publicKey), counter: row.counter },
    }).catch((cause: unknown) => {
      ctx.log.warn({ err: cause, userId }, "passkey refused");
      return null;
    });
    if (!verdict?.verified) return null;
    const { newCounter, credentialBackedUp } = verdict.authenticationInfo;
    await tx
      .update(passkey)
      .set({ counter: newCounter, isBackedUp: credentialBackedUp, lastUsedAt: ctx.clock.now() })
      .where(isIt);
    return userId;
  });
}
