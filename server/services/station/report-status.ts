import { parseStationTime } from "../../metering/instant.ts";
import type { CallContext } from "./call-context.ts";
import { isConnectorNumber, toKeptConnector } from "./connector-number.ts";

export type StatusInput = {
  readonly connectorNumber: number;
  readonly status: string;
  readonly errorCode: string;
  readonly info: string | null;
  readonly vendorErrorCode: string | null;
  /** Null: the station named none; then it is the arrival. */
  readonly timestamp: string | null;
};

/**
 * Keeps a connector's status; a connector that is heard of first is made, one that cannot be only gets into the history. A
 * status never creates or ends a session.
 */
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
  const connectorNumber = toKeptConnector(input.connectorNumber);
  const isKnown = connectorNumber === 0 || station.connectors.has(connectorNumber);
  const fact = { kind: "status", ...status, connectorNumber, isKnown, at: new Date(atMs), receivedAt } as const;
  const kept = await ctx.keep(fact, reply);
  if (connectorNumber !== 0 && !isConnectorNumber(connectorNumber)) return kept.reply;
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
