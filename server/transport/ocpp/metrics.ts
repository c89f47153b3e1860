import { isInboundAction, isOutboundAction } from "../../protocol/ocpp16/actions.ts";

export type RefusalReason =
  | "path"
  | "notWebSocket"
  | "subprotocol"
  | "credentials"
  | "rateLimited"
  | "busy"
  | "draining"
  | "unavailable"
  | "timeout";

export type OddFrame =
  | "malformed"
  | "ignored"
  | "binary"
  | "oversized"
  | "broken"
  | "lateAnswer"
  | "early"
  | "throttled";

/** What the OCPP door counts. Labels have few values: no station, no tenant, and no action that we do not know. */
export interface OcppMetrics {
  connectionsChanged(open: number): void;
  handshakeRefused(reason: RefusalReason): void;
  /** A CALL of a station. `unkept`: it could not be stored, so nothing was answered; `unsent`: the socket had gone. */
  callReceived(action: string, outcome: "result" | "error" | "unkept" | "unsent", durationMs: number): void;
  frameUnhandled(kind: OddFrame): void;
  takeover(): void;
  /** A CALL of ours. */
  callSent(action: string, outcome: "answered" | "failed" | "timeout" | "disconnected", durationMs: number): void;
}

const nothing = (): void => undefined;
export const noMetrics: OcppMetrics = {
  connectionsChanged: nothing,
  handshakeRefused: nothing,
  callReceived: nothing,
  frameUnhandled: nothing,
  takeover: nothing,
  callSent: nothing,
};

/** Stations may send any word as an action; only those we serve become a label. */
export const actionLabel = (action: string): string =>
  isInboundAction(action) || isOutboundAction(action) ? action : "other";
