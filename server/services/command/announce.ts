import type { command } from "../../../db/schema/assets.ts";
import type { Deps } from "../context.ts";
import { toCommandView } from "./command-view.ts";

/** Tells screens of a command as it is now. Call it after the commit. */
export function announceCommand(
  { events }: Pick<Deps, "events">,
  siteId: string | null,
  row: typeof command.$inferSelect,
): void {
  const { tenantId, chargePointId } = row;
  events.publish({ type: "commandChanged", tenantId, siteId, chargePointId, command: toCommandView(row) });
}
