const HOUR_MS = 3_600_000;
const MAX_KEYS = 20_000;

/** Counts how often a station's socket was replaced by a newer one, per station and hour: many mean two stations with one identity. */
export class Takeovers {
  readonly #counts = new Map<string, { readonly hour: number; count: number }>();

  /** Counts one and returns how many there were in this hour. */
  add(key: string, nowMs: number): number {
    const count = this.inThisHour(key, nowMs) + 1;
    this.#counts.delete(key); // set again below, as the one counted last
    this.#counts.set(key, { hour: hourOf(nowMs), count });
    if (this.#counts.size > MAX_KEYS) {
      const [oldest] = this.#counts.keys();
      if (oldest !== undefined) this.#counts.delete(oldest);
    }
    return count;
  }

  inThisHour(key: string, nowMs: number): number {
    const entry = this.#counts.get(key);
    return entry && entry.hour === hourOf(nowMs) ? entry.count : 0;
  }
}

const hourOf = (nowMs: number): number => Math.floor(nowMs / HOUR_MS);
