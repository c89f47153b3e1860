import { parseStationTime } from "../../metering/instant.ts";
import type { CallContext } from "./call-context.ts";

export type StatusInput = {
  readonly connectorNumber: number;
  readonly status: string;
  readonly errorCode: string;
  readonly info: string | null;
  readonly vendorErrorCode: string | null;
  /** Null: the station named none; then it is the arrival. */
  readonly timestamp: string | null;
};

/** Keeps a connector's status; a connector that is heard of first is made. A status never creates or ends a session. */
export async function reportStatus<Reply extends object>(
  ctx: CallContext,
  input: StatusInput,
  reply: () => Reply,
): Promise<Reply> {
  const { deps, station, receivedAt } = ctx;
  const { timestamp, ...status } = input;
  const atMs =
    timestamp === null
      ? receivedAt.getTime()
      : parseStationTime(timestamp, { arrivalMs: receivedAt.getTime(), timeZone: station.timeZone }).atMs;
  const { connectorNumber } = input;
  const isKnown = connectorNumber === 0 || station.connectors.has(connectorNumber);
  const kept = await ctx.keep({ kind: "status", ...status, isKnown, at: new Date(atMs), receivedAt }, reply);
  if (connectorNumber > 0 && !station.connectors.has(connectorNumber)) {
    station.connectors.set(connectorNumber, { maxPowerW: null });
  }
  deps.live.status(station, connectorNumber, input.status, atMs);
  deps.events.publish({
    type: "connectorStatusChanged",
    tenantId: station.tenantId,
    siteId: station.siteId,
    chargePointId: station.chargePointId,
    connectorNumber,
    status: input.status,
    errorCode: input.errorCode,
    info: input.info,
    at: new Date(atMs).toISOString(),
    receivedAt: receivedAt.toISOString(),
  });
  deps.tellActor(station, { type: "statusReported", connectorNumber, status: input.status });
  return kept.reply;
}
