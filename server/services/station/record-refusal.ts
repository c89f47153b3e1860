import { and, eq, isNull, lt, ne, or } from "drizzle-orm";
import { chargePoint } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { RefusedStation } from "./station.ts";

/** The same reason again within this time changes nothing: who knocks without end must not write without end. */
const ONCE_IN_MS = 60_000;

/** Keeps why a known charge point was turned away at the door, for who installs it. Nothing of it is told to the caller. */
export async function recordRefusal(deps: Pick<Deps, "db" | "clock" | "events">, refused: RefusedStation) {
  const { tenantId, chargePointId, reason, detail } = refused;
  const now = deps.clock.now();
  const [row] = await inTenant(deps.db, tenantId, (tx) =>
    tx
      .update(chargePoint)
      .set({ lastRefusedAt: now, lastRefusalReason: reason, lastRefusalDetail: detail })
      .where(
        and(
          eq(chargePoint.tenantId, tenantId),
          eq(chargePoint.id, chargePointId),
          or(
            isNull(chargePoint.lastRefusedAt),
            lt(chargePoint.lastRefusedAt, new Date(now.getTime() - ONCE_IN_MS)),
            ne(chargePoint.lastRefusalReason, reason),
          ),
        ),
      )
      .returning({ siteId: chargePoint.siteId }),
  );
  if (!row) return;
  deps.events.publish({ type: "chargePointChanged", cause: "refused", tenantId, siteId: row.siteId, chargePointId });
}
