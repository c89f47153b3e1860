import type { Deps } from "../context.ts";

/** A storm of new stations fills tables within seconds. */
const EVERY_MS = 5_000;

/**
 * Keeps what the planner knows of young tables close to what they hold: those without statistics, and those that have grown
 * fourfold since. Looking costs a millisecond; the rest is autovacuum's.
 */
export function keepStatisticsFresh({ db, log }: Pick<Deps, "db" | "log">): { stop(): void } {
  const timer = setInterval(() => {
    db.sql`select refresh_statistics()`.catch((error: unknown) => {
      // Lookups are slower until the next time.
      log.warn({ err: error }, "statistics not refreshed");
    });
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
