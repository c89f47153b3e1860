import type { Clock } from "../core/clock.ts";

/** Keeps answers for a time. Bounded: when it is full, the oldest one goes. */
export function createShortCache<Value>(
  clock: Clock,
  { ttlMs, max }: { readonly ttlMs: number; readonly max: number },
) {
  const entries = new Map<string, { readonly value: Value; readonly untilMs: number }>();
  return {
    get(key: string): Value | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.untilMs > clock.now().getTime()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key: string, value: Value): void {
      entries.delete(key);
      const [oldest] = entries.keys();
      if (entries.size >= max && oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, untilMs: clock.now().getTime() + ttlMs });
    },
  };
}
