import { sql } from "drizzle-orm";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { SessionKey } from "./load-evidence.ts";
import type { SuspectReason } from "./suspect-reason.ts";

/** The reason in `session.suspect` while an ended session cannot be worked out. */
export const SETTLEMENT_FAILED = "settlementFailed" satisfies SuspectReason;

const FIRST_PAUSE_S = 60;
const LONGEST_PAUSE_S = 3600;

/**
 * Keeps that a session could not be settled: a person should look, and the sweep leaves it alone for a while, twice as long
 * each time, so that what fails does not keep from their turn those that would not.
 */
export async function markUnsettled(deps: Pick<Deps, "db" | "clock">, key: SessionKey): Promise<void> {
  const now = deps.clock.now().toISOString();
  await inTenant(deps.db, key.tenantId, (tx) =>
    tx.execute(sql`
      update session set
        settle_attempts = settle_attempts + 1,
        settle_after = ${now}::timestamptz
          + make_interval(secs => least(${FIRST_PAUSE_S} * power(2, least(settle_attempts, 30)), ${LONGEST_PAUSE_S})),
        suspect = array_append(array_remove(suspect, ${SETTLEMENT_FAILED}), ${SETTLEMENT_FAILED}),
        updated_at = ${now}::timestamptz
      where tenant_id = ${key.tenantId} and started_at = ${key.startedAt.toISOString()}::timestamptz and id = ${key.id}
        and settled_at is null`),
  );
}
