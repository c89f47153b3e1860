import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

export type ChargePoint = RouterOutputs["chargePoint"]["get"];
export type Session = RouterOutputs["session"]["get"];

/** A charge point as it is after the events; the same object when none concerns it. */
export function foldChargePoint<C extends ChargePoint>(before: C, events: readonly LiveEvent[]): C {
  let after = before;
  for (const event of events) {
    if (event.chargePointId !== before.id) continue;
    if (event.type === "connectionChanged") {
      after = {
        ...after,
        isOnline: event.isOnline,
        lastSeenAt: event.at,
        ...(event.isOnline ? { connectedAt: event.at } : { disconnectedAt: event.at }),
      };
    }
    if (event.type === "connectorStatusChanged") after = foldStatus(after, event);
  }
  return after;
}

function foldStatus<C extends ChargePoint>(
  before: C,
  event: Extract<LiveEvent, { type: "connectorStatusChanged" }>,
): C {
  const { connectorNumber, status, errorCode, info, at, receivedAt } = event;
  if (connectorNumber === 0) {
    return { ...before, lastSeenAt: receivedAt, status, errorCode, statusInfo: info, statusAt: at };
  }
  return {
    ...before,
    lastSeenAt: receivedAt,
    connectors: before.connectors.map((connector) =>
      connector.number === connectorNumber
        ? { ...connector, status, errorCode, statusInfo: info, statusAt: at }
        : connector,
    ),
  };
}

/** Whether an event tells of a connector or charge point that the list does not have. */
export const isUnknown = (points: readonly ChargePoint[], event: LiveEvent): boolean =>
  event.type === "connectorStatusChanged" &&
  event.connectorNumber > 0 &&
  points.some(
    ({ id, connectors }) =>
      id === event.chargePointId && !connectors.some(({ number }) => number === event.connectorNumber),
  );

/** What a live event says of a session, over what is known of it. */
export function foldSession<S extends Session>(before: S, events: readonly LiveEvent[]): S {
  let after = before;
  for (const event of events) {
    if (event.type === "sessionChanged" && event.session.id === before.id) after = { ...after, ...pick(event) };
  }
  return after;
}

type Changed = Extract<LiveEvent, { type: "sessionChanged" }>;

/** The fields that live events and views have in common. */
function pick({ session }: Changed) {
  const { state, endedAt, energyWh, powerW, socPercent, lastReadingAt, netMinor, vatMinor, grossMinor, suspect } =
    session;
  return {
    state,
    endedAt,
    energyWh,
    powerW,
    socPercent,
    lastReadingAt,
    netMinor,
    vatMinor,
    grossMinor,
    suspect: [...suspect],
    stopReason: session.stopReason,
  };
}
