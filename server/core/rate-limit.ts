export type TokenRate = { readonly burst: number; readonly perSecond: number };

/** So many at once, and as many again in ten minutes. */
export const perTenMinutes = (count: number): TokenRate => ({ burst: count, perSecond: count / 600 });

/** A token bucket that gives credit down to minus one burst, so that what has arrived already is counted too. */
export class TokenBucket {
  #tokens: number;
  #filledAtMs: number;

  constructor(rate: TokenRate, nowMs: number) {
    this.#tokens = rate.burst;
    this.#filledAtMs = nowMs;
  }

  /** Tokens left; negative while in debt. */
  level(rate: TokenRate, nowMs: number): number {
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs); // a clock set back gives nothing and takes nothing
    this.#filledAtMs = nowMs;
    this.#tokens = Math.min(rate.burst, this.#tokens + (elapsedMs / 1000) * rate.perSecond);
    return this.#tokens;
  }

  /** Takes one token and returns how long it takes to pay back the debt, in ms: 0 when a token was there. */
  draw(rate: TokenRate, nowMs: number): number {
    this.#tokens = Math.max(-rate.burst, this.level(rate, nowMs) - 1);
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / rate.perSecond) * 1000);
  }
}

/** A bucket per key, for at most `maxKeys` of them: the one unused for longest goes first, which can only forgive. */
export class KeyedBuckets {
  readonly #rate: TokenRate;
  readonly #maxKeys: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(rate: TokenRate, maxKeys = 20_000) {
    this.#rate = rate;
    this.#maxKeys = maxKeys;
  }

  /** Whether the key has used up its tokens. Takes none. */
  isExhausted(key: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(key);
    return bucket !== undefined && bucket.level(this.#rate, nowMs) < 1;
  }

  /** Takes one token if there is one, and tells whether there was. */
  tryDraw(key: string, nowMs: number): boolean {
    if (this.isExhausted(key, nowMs)) return false;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, nowMs);
    bucket.draw(this.#rate, nowMs);
    this.#buckets.delete(key); // set again below, as the one used last
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#maxKeys) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return true;
  }
}
