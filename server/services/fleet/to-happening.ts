import type { Happening } from "../../core/happening.ts";
import type { DomainEvent } from "../ports.ts";
import type { FleetStation } from "./fleet-state.ts";

/** What a fact is to who watches; null: nothing. `before` is the station as it was until then. */
export function toHappening(event: DomainEvent, before: FleetStation, now: Date): Happening | null {
  const { id: chargePointId, identity, siteId } = before;
  const nothing = { connectorNumber: null, sessionId: null, energyWh: null, detail: null };
  const about = { chargePointId, identity, siteId, ...nothing };
  switch (event.type) {
    case "connectionChanged":
      if (event.isOnline === before.isOnline) return null;
      return { ...about, kind: event.isOnline ? "connected" : "disconnected", at: event.at, detail: event.reason };
    case "connectorStatusChanged": {
      const { connectorNumber, status, errorCode, info, receivedAt } = event;
      // A station repeats what it said: that it still has the fault is no news.
      if (status !== "Faulted" || before.connectors.get(connectorNumber) === "Faulted") return null;
      return { ...about, kind: "fault", at: receivedAt, connectorNumber, detail: info || errorCode };
    }
    case "sessionChanged": {
      const { id: sessionId, connectorNumber, startedAt, endedAt, energyWh } = event.session;
      if (event.cause === "started") {
        return { ...about, kind: "sessionStarted", at: startedAt, sessionId, connectorNumber };
      }
      // Settled once more, it has not ended once more.
      if (endedAt === null || !before.sessions.has(sessionId)) return null;
      return { ...about, kind: "sessionEnded", at: endedAt, sessionId, connectorNumber, energyWh };
    }
    case "chargePointChanged":
      if (event.cause !== "booted" && event.cause !== "refused") return null;
      return { ...about, kind: event.cause, at: now.toISOString() };
    default:
      return null;
  }
}
