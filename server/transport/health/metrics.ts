import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What the OCPP door counts. */
export type OcppCounters = {
  connectionsChanged(open: number): void;
  handshakeRefused(reason: string): void;
  callReceived(action: string, outcome: string, durationMs: number): void;
  frameUnhandled(kind: string): void;
  takeover(): void;
  callSent(action: string, outcome: string, durationMs: number): void;
};

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counters of this process in Prometheus' form. Labels have few values: never a station or a tenant. */
export function createMetrics(sources: { readonly recordingBacklog: () => number }): {
  readonly registry: Registry;
  readonly ocpp: OcppCounters;
  /** A session could not be worked out. */
  readonly settlementFailed: () => void;
} {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const connections = new Gauge({ name: "ocpp_connections", help: "Charge points connected to this node", registers });
  new Gauge({
    name: "recording_backlog",
    help: "Messages that wait for their commit",
    registers,
    collect() {
      this.set(sources.recordingBacklog());
    },
  });
  const refusals = new Counter({
    name: "ocpp_handshakes_refused_total",
    help: "Connections turned away",
    labelNames: ["reason"],
    registers,
  });
  const received = new Histogram({
    name: "ocpp_call_received_seconds",
    help: "From a station's CALL to our answer, by action and outcome",
    labelNames: ["action", "outcome"],
    buckets: SECONDS,
    registers,
  });
  const sent = new Histogram({
    name: "ocpp_call_sent_seconds",
    help: "From a CALL of ours to the station's answer, by action and outcome",
    labelNames: ["action", "outcome"],
    buckets: SECONDS,
    registers,
  });
  const frames = new Counter({
    name: "ocpp_frames_unhandled_total",
    help: "Frames that were no CALL or answer we could use",
    labelNames: ["kind"],
    registers,
  });
  const takeovers = new Counter({
    name: "ocpp_takeovers_total",
    help: "Sockets replaced by a newer one of the same identity",
    registers,
  });
  const failedSettlements = new Counter({
    name: "settlements_failed_total",
    help: "Attempts to work out an ended session that failed; each one is tried again later",
    registers,
  });
  return {
    registry,
    settlementFailed: () => failedSettlements.inc(),
    ocpp: {
      connectionsChanged: (open) => connections.set(open),
      handshakeRefused: (reason) => refusals.inc({ reason }),
      callReceived: (action, outcome, durationMs) => received.observe({ action, outcome }, durationMs / 1000),
      frameUnhandled: (kind) => frames.inc({ kind }),
      takeover: () => takeovers.inc(),
      callSent: (action, outcome, durationMs) => sent.observe({ action, outcome }, durationMs / 1000),
    },
  };
}
