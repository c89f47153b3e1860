import type { Deps } from "../context.ts";

/** Months that are kept ready behind and before the present one. */
const MONTHS_BACK = 4;
const MONTHS_AHEAD = 3;
const DAY_MS = 86_400_000;

/** Makes the partitions of the months around now. */
export async function makePartitions(deps: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = deps.clock.now().toISOString();
  await deps.db.sql`select ensure_partitions(${now}::timestamptz, ${MONTHS_BACK}, ${MONTHS_AHEAD})`;
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
