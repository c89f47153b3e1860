import { uuidv7 } from "../../../core/ids.ts";
import { parseCommandResponse } from "../../../protocol/ocpp16/actions.ts";
import { recordCommandProgress } from "../../../services/command/record-progress.ts";
import { redactRequest, redactResponse } from "../../../services/command/redact.ts";
import { announceExchange } from "../../../services/recording/announce-exchange.ts";
import { untilPossible } from "../../../services/recording/until-possible.ts";
import { admitStation } from "../../../services/station/admit-station.ts";
import type { StationDeps } from "../../../services/station/call-context.ts";
import { countConnectors, keepConfiguration } from "../../../services/station/keep-configuration.ts";
import { closeStation, openStation } from "../../../services/station/open-station.ts";
import { recordRefusal } from "../../../services/station/record-refusal.ts";
import type { createSeenStations } from "../../../services/station/seen-stations.ts";
import type { Answer, InboundCall, Station, StationDesk } from "../../../services/station/station.ts";
import { answerOfFailure, serveCall } from "./serve-call.ts";

/**
 * Serves a CALL, again and again while the database cannot: reads before the commit fail like the commit itself, and a
 * CALLERROR would make the station forget what it has to say. It is the socket's patience that ends this.
 */
async function serveUntilKept(
  deps: StationDeps,
  station: Station,
  call: InboundCall,
  hasLeft: () => boolean,
): Promise<Answer> {
  try {
    return await untilPossible(() => serveCall(deps, station, call), hasLeft);
  } catch (error) {
    const answer = answerOfFailure(error);
    if (!answer) throw error;
    deps.log.error({ err: error, chargePointId: station.chargePointId, action: call.action }, "call failed");
    return answer;
  }
}

type Desk = StationDesk & {
  /** The session was closed without a stop: what still names its transaction comes late. */
  readonly sessionClosed: (chargePointId: string, transactionId: number) => void;
};

/** What the OCPP door speaks to, for OCPP 1.6. */
export function createDesk(
  deps: StationDeps,
  options: { readonly nodeId: string; readonly seen: ReturnType<typeof createSeenStations> },
): Desk {
  const left = new WeakSet<Station>();
  /** The newest connection of each charge point. */
  const here = new Map<string, Station>();
  return {
    admit: (request) => admitStation(deps, request),
    refused: (refused) => recordRefusal(deps, refused),
    open: async ({ tenantId, chargePointId }, { protocol }) => {
      const station = await openStation(deps, { tenantId, chargePointId, protocol, nodeId: options.nodeId });
      here.set(chargePointId, station);
      deps.tellActor(station, {
        type: "connected",
        hasBooted: station.hasBooted && station.registration === "accepted",
        connectorCount: station.connectorCount,
        openSessions: [...station.transactions.values()].map(({ startedAt, startEnergyMwh: _, ...open }) => ({
          ...open,
          startedAtMs: startedAt.getTime(),
        })),
      });
      return station;
    },
    close: async (station, reason) => {
      left.add(station);
      if (here.get(station.chargePointId) === station) here.delete(station.chargePointId);
      deps.live.forget(station);
      if (await closeStation(deps, station, reason)) deps.tellActor(station, { type: "disconnected" });
    },
    sessionClosed: (chargePointId, transactionId) => here.get(chargePointId)?.transactions.delete(transactionId),
    seen: options.seen.seen,
    handle: (station, call) => serveUntilKept(deps, station, call, () => left.has(station)),
    log: async (station, exchange) => {
      const { request: sent, response: told, ...rest } = exchange;
      const request = redactRequest(rest.action, sent) ?? null;
      const response = redactResponse(rest.action, told) ?? null;
      const log = { ...rest, id: uuidv7() };
      await deps.recorder.record({
        tenantId: station.tenantId,
        chargePointId: station.chargePointId,
        epoch: station.epoch,
        fact: { kind: "none" },
        log: {
          ...log,
          request: request === null ? null : JSON.stringify(request),
          response: () => (response === null ? null : JSON.stringify(response)),
        },
      });
      announceExchange(deps, station, log, { request, response });
    },
    commandLeaves: (station, { commandId, action, request }) =>
      deps.tellActor(station, { type: "commandSent", command: { commandId, action, request } }),
    commandProgress: async (station, { commandId, action, request }, progress) => {
      let isAccepted = false;
      try {
        isAccepted = (await recordCommandProgress(deps, station, commandId, progress)) === "accepted";
      } finally {
        if (!isAccepted && progress.step !== "sent") deps.tellActor(station, { type: "commandFailed", commandId });
      }
      if (!isAccepted || progress.step !== "answered") return;
      const { status } = progress.response;
      deps.tellActor(station, { type: "commandAccepted", command: { commandId, action, request, status } });
      if (action === "GetConfiguration") {
        const answer = parseCommandResponse(action, progress.response);
        if (!answer.ok) return;
        const keys = answer.payload.configurationKey ?? [];
        await untilPossible(() => keepConfiguration(deps, station, keys));
        const connectorCount = countConnectors(keys.find(({ key }) => key === "NumberOfConnectors")?.value);
        if (connectorCount !== null) deps.tellActor(station, { type: "connectorsCounted", connectorCount });
      }
    },
  };
}
