import type { Deps } from "../context.ts";

/** Months that are kept ready behind and before the present one. */
const MONTHS_BACK = 4;
const MONTHS_AHEAD = 3;
const DAY_MS = 86_400_000;

const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Makes the partitions of the months around now. Where somebody reads the tables for long they wait: false, try again later.
 */
export async function makePartitions({ db, clock, log }: Pick<Deps, "db" | "clock" | "log">): Promise<boolean> {
  const now = clock.now().toISOString();
  try {
    await db.sql`select ensure_partitions(${now}::timestamptz, ${MONTHS_BACK}, ${MONTHS_AHEAD})`;
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
    log.warn({ err: error }, "a month's partitions wait for a long read; they are made in a later round");
    return false;
  }
}

/**
 * Drops the months of the message log and of connector statuses that are older than the retention, whole months only.
 * Sessions and their readings are never dropped. Gives the number of partitions dropped.
 */
export async function dropOldLogs(deps: Pick<Deps, "db" | "clock">, retentionDays: number): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - retentionDays * DAY_MS).toISOString();
  const [row] = await deps.db.sql<{ dropped: number }[]>`select drop_log_partitions(${before}::timestamptz) as dropped`;
  return row?.dropped ?? 0;
}
