import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../../core/errors.ts";

/** Takes one try of a person. @throws AppError `tooMany` (details: `retryAfterS`). */
export type AttemptLimit = {
  take(userId: string): Promise<void>;
  /** A right one: the wrong ones before it are forgotten. */
  forget(userId: string): Promise<void>;
};

/** A guesser of six digits has one chance in about 700 a day. Counts are this process's own. */
const PER_PERSON = { points: 5, duration: 15 * 60 };

/** Counted before it is looked at, so that tries side by side gain nothing. */
export function createAttemptLimit(): AttemptLimit {
  const limiter = new RateLimiterMemory({ keyPrefix: "factor", ...PER_PERSON });
  return {
    async take(userId) {
      try {
        await limiter.consume(userId);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterS = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new AppError("tooMany", "Too many wrong codes. Wait a little.", { retryAfterS });
      }
    },
    async forget(userId) {
      await limiter.delete(userId);
    },
  };
}
