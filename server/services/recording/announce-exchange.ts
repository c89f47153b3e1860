import { type Exchange, toMessageView } from "../charge-point/message-view.ts";
import type { Deps } from "../context.ts";
import type { Station } from "../station/station.ts";
import type { ExchangeLog } from "./facts.ts";

/** Tells screens of an exchange that was kept, with the contents that its log row has as text. */
export function announceExchange(
  { events }: Pick<Deps, "events">,
  { tenantId, siteId, chargePointId }: Pick<Station, "tenantId" | "siteId" | "chargePointId">,
  log: Omit<ExchangeLog, "request" | "response">,
  contents: Pick<Exchange, "request" | "response">,
): void {
  const message = toMessageView({ ...log, ...contents });
  events.publish({ type: "messageLogged", tenantId, siteId, chargePointId, message });
}
