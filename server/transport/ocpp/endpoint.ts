import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { type Clock, systemClock } from "../../core/clock.ts";
import { networkOfRequest } from "../../core/network.ts";
import { KeyedBuckets } from "../../core/rate-limit.ts";
import type { Commands } from "../../services/ports.ts";
import type { Admission, Station, StationDesk } from "../../services/station/station.ts";
import { Attempt } from "./attempt.ts";
import { CLOSE, Connection } from "./connection.ts";
import { type ConnectionContext, stationKey } from "./connection-context.ts";
import { Departures } from "./departures.ts";
import { FailureLimits } from "./door-limits.ts";
import {
  comeBackLater,
  type Handshake,
  type Refusal,
  readHandshake,
  WRONG_CREDENTIALS,
  wrongSubprotocol,
} from "./handshake.ts";
import { DEFAULT_OCPP_LIMITS, type OcppLimits } from "./limits.ts";
import { Liveness } from "./liveness.ts";
import type { Log } from "./log.ts";
import { noMetrics, type OcppMetrics } from "./metrics.ts";
import { Refusals } from "./refusals.ts";
import { ConnectionRegistry, createLocalCommands } from "./registry.ts";
import { Takeovers } from "./takeovers.ts";
import { systemTimers, type Timers } from "./timers.ts";

type Admitted = Extract<Admission, { admitted: true }>;

export type OcppEndpointDeps = {
  readonly desk: StationDesk;
  readonly nodeId: string;
  readonly log: Log;
  readonly clock?: Clock;
  readonly limits?: Partial<OcppLimits>;
  readonly metrics?: OcppMetrics;
  readonly timers?: Timers;
  /** From 0 to below 1, for jitter. */
  readonly random?: () => number;
};

export type OcppEndpoint = {
  /**
   * Takes an upgrade request of Node's HTTP server for `/ocpp/…`. Never throws; every outcome is answered on the socket.
   * Failures are counted under its X-Forwarded-For, which whoever hands it over has settled.
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly connections: ConnectionRegistry;
  readonly commands: Commands;
  /** How often a station's socket was replaced in the current hour. */
  takeoversInThisHour(tenantId: string, chargePointId: string): number;
  /** Stops accepting, lets every socket finish what it began, and closes them with 1012, spread over time. Never rejects. */
  drain(): Promise<void>;
};

const DEPARTURE_RETRY_MS = 10_000;

/** The door for charge points: everything between the bytes of a WebSocket and the services. */
export function createOcppEndpoint(deps: OcppEndpointDeps): OcppEndpoint {
  const door = new Door(deps);
  return {
    handleUpgrade: (request, socket, head) => door.handleUpgrade(request, socket, head),
    connections: door.registry,
    commands: createLocalCommands(door.registry),
    takeoversInThisHour: (tenantId, chargePointId) => door.takeoversInThisHour(tenantId, chargePointId),
    drain: () => door.drain(),
  };
}

/** One upgrade request on its way through the door. */
type Visit = {
  readonly attempt: Attempt;
  readonly request: IncomingMessage;
  readonly head: Buffer;
  readonly address: string;
  readonly handshake: Handshake;
};

class Door {
  readonly registry = new ConnectionRegistry();
  readonly #deps: OcppEndpointDeps;
  readonly #context: ConnectionContext;
  readonly #failures: FailureLimits;
  readonly #refusals: Refusals;
  readonly #liveness: Liveness<Connection>;
  readonly #departures: Departures;
  readonly #takeovers = new Takeovers();
  readonly #webSockets: WebSocketServer;
  readonly #cancelRetries: () => void;
  #attempts = 0;
  #draining: Promise<void> | null = null;
  #onEmpty: (() => void) | null = null;

  constructor(deps: OcppEndpointDeps) {
    const { clock = systemClock, timers = systemTimers, metrics = noMetrics, random = Math.random, desk, log } = deps;
    const limits = { ...DEFAULT_OCPP_LIMITS, ...deps.limits };
    const oddFrameBudget = new KeyedBuckets(limits.oddFrames);
    this.#deps = deps;
    this.#context = { desk, clock, timers, log, limits, metrics, random, oddFrameBudget };
    this.#refusals = new Refusals(this.#context);
    this.#failures = new FailureLimits(limits, clock);
    this.#liveness = new Liveness(limits.pingIntervalMs, timers, clock);
    this.#departures = new Departures(desk, log);
    this.#cancelRetries = timers.every(DEPARTURE_RETRY_MS, () => this.#departures.retry());
    // The typings do not know closeTimeout. Compression costs five times the memory of a socket (284 KiB against 54 KiB).
    const options: ServerOptions & { closeTimeout: number } = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.maxFrameBytes,
      maxFragments: 1024,
      maxBufferedChunks: 4096,
      closeTimeout: limits.closeTimeoutMs,
    };
    this.#webSockets = new WebSocketServer(options);
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = networkOfRequest(request);
    const attempt = new Attempt(socket, (refusal) => this.#refusals.note(refusal, address, request));
    this.#attempts += 1;
    attempt.onEnd(() => {
      this.#attempts -= 1;
      this.#checkEmpty();
    });
    const refusal = this.#draining ? this.#later("draining") : this.#begin({ attempt, request, head, address });
    if (refusal) attempt.refuse(refusal);
  }

  takeoversInThisHour(tenantId: string, chargePointId: string): number {
    return this.#takeovers.inThisHour(stationKey({ tenantId, chargePointId }), this.#context.clock.now().getTime());
  }

  drain(): Promise<void> {
    this.#draining ??= this.#drain();
    return this.#draining;
  }

  /** Reads the request and queues it for its check. Returns why not, if not. */
  #begin({ attempt, request, head, address }: Omit<Visit, "handshake">): Refusal | null {
    const read = readHandshake(request);
    if (!read.ok) return read.refusal;
    const { handshake } = read;
    const { timers, limits } = this.#context;
    attempt.onEnd(timers.after(limits.handshakeTimeoutMs, () => attempt.refuse(this.#later("timeout"))));
    const visit = { attempt, request, head, address, handshake };
    const turn = this.#failures.gateFor(address, handshake).enter(() => void this.#serve(visit));
    if (!turn) return this.#later("busy");
    attempt.onEnd(() => turn.leave());
    return null;
  }

  async #serve(visit: Visit): Promise<void> {
    const { attempt, handshake } = visit;
    const { tenantSlug, identity, password, flaw, protocol } = handshake;
    const request = { tenantSlug, identity, password, flaw };
    const admission = await this.#ask(() => this.#context.desk.admit(request), attempt);
    if (!admission || attempt.isOver) {
      attempt.end();
      return;
    }
    const refusal = this.#findRefusal(visit, admission);
    if (refusal) attempt.refuse(refusal);
    else if (admission.admitted && protocol !== null) await this.#open(visit, admission, protocol);
  }

  #findRefusal({ handshake, address }: Visit, admission: Admission): Refusal | null {
    if (!admission.admitted) {
      if (admission.reason !== "unknown") this.#refusals.record({ ...admission, detail: null });
      return this.#failed(address, handshake);
    }
    if (this.#draining) return this.#later("draining");
    if (handshake.protocol === null) {
      const refusal = wrongSubprotocol(handshake.offered);
      this.#refusals.record({ ...admission, reason: "subprotocol", detail: refusal.body });
      return refusal;
    }
    return this.registry.size >= this.#context.limits.maxConnections ? this.#later("busy") : null;
  }

  /** Counts a wrong password. The wording is one for all, and only the wrong ones are ever limited. */
  #failed(address: string, handshake: Handshake): Refusal {
    return this.#failures.countFailure(address, handshake) ? WRONG_CREDENTIALS : this.#later("rateLimited");
  }

  /**
   * Newest wins: refusing the second socket would lock a station out after a lost network. The old one starts nothing new
   * before the epoch is raised, and goes on if it could not be raised.
   */
  async #open(visit: Visit, admission: Admitted, protocol: string): Promise<void> {
    const { attempt } = visit;
    const old = this.registry.find(admission.tenantId, admission.chargePointId);
    old?.hold();
    attempt.onEnd(() => old?.release());
    const station = await this.#ask(() => this.#context.desk.open(admission, { protocol }), attempt);
    if (!station) return;
    if (!this.#takeOver(station)) {
      this.#departures.depart(station, "replaced");
      attempt.refuse(this.#later("busy"));
    } else if (attempt.isOver || this.#draining) {
      this.#departures.depart(station, "left during the handshake");
      attempt.refuse(this.#later("draining"));
    } else this.#upgrade(visit, station, protocol);
  }

  /** Retires the socket that spoke for the station until now. False when a newer one than ours has come in the meantime. */
  #takeOver(station: Station): boolean {
    const { tenantId, chargePointId, epoch } = station;
    const current = this.registry.find(tenantId, chargePointId);
    if (!current) return true;
    if (current.station.epoch > epoch) return false;
    const { log, metrics, clock, limits } = this.#context;
    if (current.isServing) {
      const count = this.#takeovers.add(current.key, clock.now().getTime());
      metrics.takeover();
      const level = count > limits.suspiciousTakeovers ? "warn" : "info";
      log[level]({ tenantId, chargePointId, epoch, takeoversInThisHour: count }, "a newer socket takes over");
    }
    current.retire(CLOSE.serviceRestart, "replaced", limits.takeoverGraceMs);
    return true;
  }

  #upgrade({ attempt, request, head }: Visit, station: Station, protocol: string): void {
    let isUpgraded = false;
    // One plain offer instead of the station's list: ws refuses lists with a stray comma or a repeated name.
    request.headers["sec-websocket-protocol"] = protocol;
    attempt.complete();
    this.#webSockets.handleUpgrade(request, attempt.socket, head, (socket) => {
      isUpgraded = true;
      this.#connect(station, socket);
    });
    if (!isUpgraded) this.#departures.depart(station, "left during the handshake");
  }

  #connect(station: Station, socket: WebSocket): void {
    const context = this.#context;
    const { tenantId, chargePointId, epoch } = station;
    const connection = new Connection({
      station,
      socket,
      context,
      onClosed: (closed, reason) => {
        this.registry.remove(closed);
        this.#liveness.remove(closed);
        context.metrics.connectionsChanged(this.registry.size);
        context.log.info({ tenantId, chargePointId, epoch, reason }, "station disconnected");
        this.#departures.depart(station, reason);
        this.#checkEmpty();
      },
    });
    this.registry.add(connection);
    this.#liveness.add(connection);
    context.metrics.connectionsChanged(this.registry.size);
    context.log.info({ tenantId, chargePointId, epoch, nodeId: this.#deps.nodeId }, "station connected");
  }

  /** Null when the services cannot tell now; the attempt is refused then. */
  async #ask<T>(work: () => Promise<T>, attempt: Attempt): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.#context.log.warn({ err: error }, "handshake: services are unavailable");
      attempt.refuse(this.#later("unavailable"));
      return null;
    }
  }

  /** Jittered, so that those sent away do not come back all at once. */
  #later(reason: Parameters<typeof comeBackLater>[0]): Refusal {
    return comeBackLater(reason, 5 + Math.floor(this.#context.random() * 25));
  }

  async #drain(): Promise<void> {
    const { timers, random, limits } = this.#context;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const connection of this.registry.all()) {
      const retire = (): void => connection.retire(CLOSE.serviceRestart, "service restart", limits.drainGraceMs);
      if (limits.drainSpreadMs === 0) retire();
      else timers.after(random() * limits.drainSpreadMs, retire);
    }
    const patienceMs = limits.drainSpreadMs + limits.drainGraceMs + limits.closeTimeoutMs;
    const cancel = timers.after(patienceMs, () => {
      for (const connection of this.registry.all()) connection.terminate();
    });
    this.#checkEmpty();
    await empty;
    cancel();
    this.#liveness.stop();
    this.#cancelRetries();
    this.#webSockets.close();
    await this.#departures.settled();
  }

  #checkEmpty(): void {
    if (this.registry.size === 0 && this.#attempts === 0) this.#onEmpty?.();
  }
}
