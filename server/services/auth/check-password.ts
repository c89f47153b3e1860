import { createHash } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { userSession } from "../../../db/schema/sign-in.ts";
import { appUser } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import { networkOf } from "../../core/network.ts";
import type { Deps } from "../context.ts";
import { StorableText } from "../fields.ts";
import type { PasswordHasher } from "./hash-password.ts";

export const CheckPasswordInput = z.strictObject({
  email: StorableText.trim().min(1).max(254),
  password: z.string().min(1).max(1024),
  /** The caller's address, as the door sees it. */
  ip: z.string().min(1).max(100),
});

export type PasswordVerdict =
  | {
      readonly outcome: "right";
      readonly user: {
        readonly id: string;
        readonly email: string;
        readonly name: string;
      };
    }
  /** One answer for a wrong password, an unknown and a disabled account. */
  | { readonly outcome: "wrong" }
  | { readonly outcome: "locked"; readonly retryAfterS: number };

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Wrong tries of one account from one address that it never signed in from. */
const PER_PAIR = { points: 10, duration: 15 * MINUTE_S };
/**
 * Wrong tries of one account from an address that it signs in from: as many as may be looked at in an hour at all (OWASP ASVS
 * 4.0.3, 2.2.1), so that a neighbour behind it locks nobody out with a handful.
 */
const PER_KNOWN_PAIR = { points: 100, duration: HOUR_S };
/** Wrong tries of one account from all addresses that it never signed in from: high, since a stranger can spend them. */
const PER_ACCOUNT = { points: 100, duration: DAY_S };
/** Wrong tries from one address, whatever the account: beyond it, only right passwords get an answer of their own. */
const PER_ADDRESS = { points: 100, duration: 15 * MINUTE_S };
/** How long an address stays known to an account that signed in from it. */
const KNOWN_MS = 30 * DAY_S * 1000;

/**
 * The check of a person's password. Tries are counted per account and address together, so that a stranger locks nobody out: an
 * account under attack from elsewhere still opens from the addresses it is used from, which its sessions tell. Counted before the
 * slow hash, so that parallel tries gain nothing. Counts are this process's own.
 */
export function createPasswordChecker(deps: Pick<Deps, "db" | "log" | "clock">, hasher: PasswordHasher) {
  const perPair = new RateLimiterMemory({ keyPrefix: "pair", ...PER_PAIR });
  const perKnownPair = new RateLimiterMemory({ keyPrefix: "known", ...PER_KNOWN_PAIR });
  const perAccount = new RateLimiterMemory({ keyPrefix: "account", ...PER_ACCOUNT });
  const perAddress = new RateLimiterMemory({ keyPrefix: "address", ...PER_ADDRESS });
  // A hash of nothing, so that an unknown account takes as long as a known one.
  const decoy = hasher.hash(crypto.randomUUID());
  decoy.catch(() => {}); // looked at where it is awaited

  return async (input: z.infer<typeof CheckPasswordInput>): Promise<PasswordVerdict> => {
    const account = createHash("sha256").update(input.email.toLowerCase()).digest("base64url");
    const address = networkOf(input.ip);
    const pair = `${account} ${address}`;
    const [user] = await deps.db.orm
      .select()
      .from(appUser)
      .where(eq(sql`lower(${appUser.email})`, input.email.toLowerCase()));
    // Asked of nobody as well, so that an unknown account takes as long as a known one.
    const isKnown = await hasSignedInFrom(deps, user?.id ?? crypto.randomUUID(), address);
    const refusal = isKnown
      ? await take(perKnownPair, pair)
      : ((await take(perPair, pair)) ?? (await take(perAccount, account)));
    if (refusal) {
      deps.log.warn({ address, account: account.slice(0, 12) }, "sign-in locked");
      return refusal;
    }
    const isRight = await hasher.verify(input.password, user?.passwordHash ?? (await decoy));
    if (!user?.passwordHash || !isRight || user.disabledAt) {
      return (await take(perAddress, address)) ?? { outcome: "wrong" };
    }
    await (isKnown ? perKnownPair.delete(pair) : Promise.all([perPair.delete(pair), perAccount.reward(account)]));
    const { id, email, name } = user;
    return { outcome: "right", user: { id, email, name } };
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<PasswordVerdict | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { outcome: "locked", retryAfterS: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
  }
}

/** Whether a session of theirs began at this address. One that a company's own provider vouched for proves nothing of it. */
async function hasSignedInFrom(deps: Pick<Deps, "db" | "clock">, userId: string, address: string): Promise<boolean> {
  const isRecent = gt(userSession.createdAt, new Date(deps.clock.now().getTime() - KNOWN_MS));
  const rows = await asUser(deps.db, userId, (tx) =>
    tx
      .selectDistinct({ ip: userSession.ip })
      .from(userSession)
      .where(and(eq(userSession.userId, userId), isNull(userSession.onlyTenantId), isRecent)),
  );
  return rows.some(({ ip }) => ip !== null && networkOf(ip) === address);
}
