import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../../core/errors.ts";

const MINUTE_S = 60;
/** Mails to one address that one network asks for: enough for a lost one or two. */
const PER_PAIR = { points: 5, duration: 15 * MINUTE_S };
/** All mails to one address: too few to flood a mailbox, more than a stranger takes from whose it is. */
const PER_ADDRESS = { points: 20, duration: 15 * MINUTE_S };
/** All that one network asks for: a whole street may be behind it. */
const PER_NETWORK = { points: 300, duration: 15 * MINUTE_S };

/** Takes one mail of those that strangers may have sent. @throws AppError `tooMany` (details: `retryAfterS`). */
export type MailLimit = (network: string, address: string) => Promise<void>;

/** Counts are this process's own. */
export function createMailLimit(): MailLimit {
  const perPair = new RateLimiterMemory({ keyPrefix: "mail-pair", ...PER_PAIR });
  const perAddress = new RateLimiterMemory({ keyPrefix: "mail-to", ...PER_ADDRESS });
  const perNetwork = new RateLimiterMemory({ keyPrefix: "mail-from", ...PER_NETWORK });
  return async (network, address) => {
    // The narrowest first: what it refuses takes nothing from the others.
    await take(perPair, `${network} ${address}`);
    await take(perNetwork, network);
    await take(perAddress, address);
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterS = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new AppError("tooMany", "Too many mails were asked for.", { retryAfterS });
  }
}
