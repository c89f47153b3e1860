import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

export type ChargePoint = RouterOutputs["chargePoint"]["get"];
export type Connector = ChargePoint["connectors"][number];
export type RunningSession = NonNullable<Connector["session"]>;
export type Session = RouterOutputs["session"]["get"];

type EventOf<Type extends LiveEvent["type"]> = Extract<LiveEvent, { type: Type }>;

/** A charge point as it is after the events; the same object when none concerns it. */
export function foldChargePoint<C extends ChargePoint>(before: C, events: readonly LiveEvent[]): C {
  let after = before;
  for (const event of events) {
    if (event.chargePointId === before.id) after = foldEvent(after, event);
  }
  return after;
}

function foldEvent<C extends ChargePoint>(before: C, event: LiveEvent): C {
  switch (event.type) {
    case "connectionChanged":
      return {
        ...before,
        isOnline: event.isOnline,
        lastSeenAt: event.at,
        ...(event.isOnline ? { connectedAt: event.at } : { disconnectedAt: event.at }),
      };
    case "connectorStatusChanged":
      return foldStatus(before, event);
    case "sessionChanged":
      return foldRunning(before, event);
    case "messageLogged":
      return event.message.direction === "in" ? { ...before, lastSeenAt: event.message.at } : before;
    case "commandChanged":
    case "chargePointChanged":
      return before;
  }
}

function foldStatus<C extends ChargePoint>(before: C, event: EventOf<"connectorStatusChanged">): C {
  const { connectorNumber, status, errorCode, info, at, receivedAt } = event;
  if (connectorNumber === 0) {
    return { ...before, lastSeenAt: receivedAt, status, errorCode, statusInfo: info, statusAt: at };
  }
  return changeConnector({ ...before, lastSeenAt: receivedAt }, connectorNumber, (connector) => ({
    ...connector,
    status,
    errorCode,
    statusInfo: info,
    statusAt: at,
  }));
}

/** What runs on a connector: the newest start counts, and only its own end ends it. */
function foldRunning<C extends ChargePoint>(before: C, { session }: EventOf<"sessionChanged">): C {
  return changeConnector(before, session.connectorNumber, (connector) => {
    const known = connector.session;
    if (session.state === "ended") return known?.id === session.id ? { ...connector, session: null } : connector;
    if (known && known.id !== session.id && known.startedAt > session.startedAt) return connector;
    return { ...connector, session: toRunning(session) };
  });
}

function toRunning(session: EventOf<"sessionChanged">["session"]): RunningSession {
  const { id, transactionId, idToken, startedAt, energyWh, powerW, socPercent, lastReadingAt } = session;
  const { currency, netMinor, vatMinor, grossMinor } = session;
  return {
    ...{ id, transactionId, idToken, startedAt, energyWh, powerW, socPercent, lastReadingAt },
    ...{ currency, netMinor, vatMinor, grossMinor },
  };
}

const changeConnector = <C extends ChargePoint>(
  before: C,
  number: number,
  change: (connector: Connector) => Connector,
): C => ({
  ...before,
  connectors: before.connectors.map((connector) => (connector.number === number ? change(connector) : connector)),
});

/** Whether an event tells of a connector that a known charge point does not have yet. */
export const isUnknown = (points: readonly ChargePoint[], event: LiveEvent): boolean =>
  event.type === "connectorStatusChanged" &&
  event.connectorNumber > 0 &&
  points.some(
    ({ id, connectors }) =>
      id === event.chargePointId && !connectors.some(({ number }) => number === event.connectorNumber),
  );

/** A session as a row of a list. */
export type SessionRow = RouterOutputs["session"]["rows"]["items"][number];

/** What a live event says of a session, over what is known of it. */
export function foldSession<S extends SessionRow>(before: S, events: readonly LiveEvent[]): S {
  let after = before;
  for (const event of events) {
    if (event.type === "sessionChanged" && event.session.id === before.id) after = { ...after, ...pick(event) };
  }
  return after;
}

/** The fields that live events and views have in common. */
function pick({ session }: EventOf<"sessionChanged">) {
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
