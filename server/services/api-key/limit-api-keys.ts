import { createHash } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { AppError, isAppError } from "../../core/errors.ts";
import { Gate, type GateSize } from "../../core/gate.ts";
import { KeyedBuckets, perTenMinutes, type TokenRate } from "../../core/rate-limit.ts";
import { createShortCache } from "../short-cache.ts";
import type { AuthenticateApiKey, Authenticated } from "./authenticate.ts";

export type ApiKeyLimits = {
  /** Wrong keys from one network (an IPv4 address, an IPv6 /64). */
  readonly failuresPerNetwork: TokenRate;
  readonly requestsPerKey: TokenRate;
  /** Checks at once, and waiting, of keys not seen before from networks that have sent too many wrong ones. */
  readonly suspectChecks: GateSize;
};

export const DEFAULT_API_KEY_LIMITS: ApiKeyLimits = {
  failuresPerNetwork: perTenMinutes(100),
  requestsPerKey: { burst: 1000, perSecond: 100 },
  suspectChecks: { concurrent: 2, waiting: 1000 },
};

/** Who a key stands for, once per request, and for as many calls as came in it. */
export type AdmitApiKey = (keyText: string, network: string, calls?: number) => Promise<Authenticated>;

/** How long a key that was right is remembered as one. */
const PROVEN_MS = 24 * 60 * 60 * 1000;

/**
 * The check of API keys within limits. Throws what the check throws, and `tooMany` (details: `retryAfterS`) for a key that asks
 * too often, and in place of `unauthenticated` for a network that sends too many wrong keys. Being limited never refuses a right
 * key: it is still checked, only in a narrower queue unless it was right before, so that who guesses does not slow down who knows.
 */
export function limitApiKeys(clock: Clock, authenticate: AuthenticateApiKey, limits: ApiKeyLimits): AdmitApiKey {
  const failures = new KeyedBuckets(limits.failuresPerNetwork);
  const requests = new KeyedBuckets(limits.requestsPerKey);
  const suspects = new Gate(limits.suspectChecks);
  const proven = createShortCache<true>(clock, { ttlMs: PROVEN_MS, max: 10_000 });
  const nowMs = () => clock.now().getTime();

  async function check(keyText: string, network: string): Promise<Authenticated> {
    const hash = createHash("sha256").update(keyText).digest("base64");
    const isSuspect = failures.isExhausted(network, nowMs()) && !proven.get(hash);
    try {
      const found = await (isSuspect ? inTurn(suspects, () => authenticate(keyText)) : authenticate(keyText));
      proven.set(hash, true);
      return found;
    } catch (error) {
      if (!isAppError(error) || error.code !== "unauthenticated" || failures.tryDraw(network, nowMs())) throw error;
      throw tooMany("Too many wrong API keys came from your address.", limits.failuresPerNetwork);
    }
  }

  return async (keyText, network, calls = 1) => {
    const found = await check(keyText, network);
    for (let call = 0; call < calls; call++) {
      if (requests.tryDraw(found.actor.id, nowMs())) continue;
      throw tooMany("This API key asks too often.", limits.requestsPerKey);
    }
    return found;
  };
}

/** @throws AppError `tooMany` when too many wait already. */
async function inTurn<T>(gate: Gate, work: () => Promise<T>): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const turn = gate.enter(resolve);
  if (!turn) throw new AppError("tooMany", "Too many unknown API keys wait for their check.", { retryAfterS: 1 });
  try {
    await promise;
    return await work();
  } finally {
    turn.leave();
  }
}

const tooMany = (message: string, { perSecond }: TokenRate): AppError =>
  new AppError("tooMany", message, { retryAfterS: Math.ceil(1 / perSecond) });
