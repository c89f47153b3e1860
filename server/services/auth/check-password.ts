import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { appUser } from "../../../db/schema/tenants.ts";
import type { Deps } from "../context.ts";
import { StorableText } from "../fields.ts";
import { createShortCache } from "../short-cache.ts";
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
const DAY_S = 24 * 60 * MINUTE_S;

/** Wrong tries of one account from one address. */
const PER_PAIR = { points: 10, duration: 15 * MINUTE_S };
/** Wrong tries of one account from addresses that it never signed in from: high, since a stranger can spend them. */
const PER_ACCOUNT = { points: 100, duration: DAY_S };
/** Wrong tries from one address, whatever the account: beyond it, only right passwords get an answer of their own. */
const PER_ADDRESS = { points: 100, duration: 15 * MINUTE_S };
/** How long an address stays known to an account that signed in from it. */
const KNOWN_MS = 30 * DAY_S * 1000;

/**
 * The check of a person's password. Tries are counted per account and address together, so that neither a stranger nor a
 * neighbour behind the same address can lock somebody out: an account under attack from elsewhere still opens from the
 * addresses it is used from. Counted before the slow hash, so that parallel tries gain nothing. Counts are this process's own.
 */
export function createPasswordChecker(deps: Pick<Deps, "db" | "log" | "clock">, hasher: PasswordHasher) {
  const perPair = new RateLimiterMemory({ keyPrefix: "pair", ...PER_PAIR });
  const perAccount = new RateLimiterMemory({ keyPrefix: "account", ...PER_ACCOUNT });
  const perAddress = new RateLimiterMemory({ keyPrefix: "address", ...PER_ADDRESS });
  const known = createShortCache<true>(deps.clock, { ttlMs: KNOWN_MS, max: 100_000 });
  // A hash of nothing, so that an unknown account takes as long as a known one.
  const decoy = hasher.hash(crypto.randomUUID());
  decoy.catch(() => {}); // looked at where it is awaited

  return async (input: z.infer<typeof CheckPasswordInput>): Promise<PasswordVerdict> => {
    const account = createHash("sha256").update(input.email.toLowerCase()).digest("base64url");
    const address = addressKey(input.ip);
    const pair = `${account} ${address}`;
    const isKnown = known.get(pair) ?? false;
    const refusal = (await take(perPair, pair)) ?? (isKnown ? null : await take(perAccount, account));
    if (refusal) {
      deps.log.warn({ address, account: account.slice(0, 12) }, "sign-in locked");
      return refusal;
    }
    const [user] = await deps.db.orm
      .select()
      .from(appUser)
      .where(eq(sql`lower(${appUser.email})`, input.email.toLowerCase()));
    const isRight = await hasher.verify(input.password, user?.passwordHash ?? (await decoy));
    if (!user?.passwordHash || !isRight || user.disabledAt) {
      return (await take(perAddress, address)) ?? { outcome: "wrong" };
    }
    await Promise.all([perPair.delete(pair), isKnown ? null : perAccount.reward(account)]);
    known.set(pair, true);
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

/** One household or server has a whole IPv6 /64: its addresses count as one. */
function addressKey(ip: string): string {
  if (!ip.includes(":") || ip.includes(".")) return ip.replace(/^::ffff:/i, "");
  const [head = "", tail] = ip.toLowerCase().split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail?.split(":").filter(Boolean) ?? [];
  const full =
    tail === undefined
      ? groups
      : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0"), ...rest];
  return full.slice(0, 4).join(":");
}
