import { and, eq } from "drizzle-orm";
import { command } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { announceCommand } from "./announce.ts";

/** Keeps that what an accepted command asked for was seen to happen, and tells it. */
export async function markCommandEffective(
  deps: Pick<Deps, "db" | "clock" | "events">,
  key: { readonly tenantId: string; readonly chargePointId: string; readonly commandId: string },
): Promise<void> {
  const at = deps.clock.now();
  const row = await inTenant(deps.db, key.tenantId, async (tx) => {
    const [updated] = await tx
      .update(command)
      .set({ state: "effective", effectiveAt: at })
      .where(
        and(
          eq(command.tenantId, key.tenantId),
          eq(command.id, key.commandId),
          eq(command.chargePointId, key.chargePointId),
          eq(command.state, "accepted"),
        ),
      )
      .returning();
    return updated;
  });
  if (!row) return;
  announceCommand(deps, null, row);
}
