import { Authorizer } from "./authorizer.ts";
import { answerCommand, type CommandTarget } from "./commands.ts";
import { Configuration, type KeyName } from "./configuration.ts";
import { Connector, type ConnectorHost } from "./connector.ts";
import { type ErrorCode, EventChannel, type Payload, type StationEvent, type StopReason } from "./events.ts";
import { emptyFlash, type Flash, type TransactionAction } from "./flash.ts";
import { Link } from "./link.ts";
import { type Password, passwordBytes } from "./password.ts";
import type { ConnectorSpec, VehicleSpec } from "./power.ts";
import { encodeTimestamp, type Quirks } from "./quirks.ts";
import { Random } from "./random.ts";
import { type CallOutcome, Rpc } from "./rpc.ts";
import type { Scheduler, Task } from "./scheduler.ts";
import { Timetable } from "./timetable.ts";
import { TransactionQueue } from "./transaction-queue.ts";

export type ChargePointOptions = {
  readonly identity: string;
  /** Full WebSocket address including the identity; `stationUrl` builds it. */
  readonly url: string;
  readonly scheduler: Scheduler;
  readonly password?: Password;
  readonly connectors?: readonly ConnectorSpec[];
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  readonly random?: Random;
  /** Divides battery sizes and the time a reboot takes. Power, energy and timestamps stay real; see README. Default 1. */
  readonly speed?: number;
  /** Values of configuration keys as they leave the factory. */
  readonly configuration?: Readonly<Partial<Record<KeyName, string>>>;
  /** What an earlier station of this identity kept; default is a factory-new one. */
  readonly flash?: Flash;
  readonly quirks?: Quirks;
  /** How long an answer is waited for, in ms (default 30,000). */
  readonly callTimeoutMs?: number;
  /** Backoff between connection attempts, in ms (default 1,000 to 60,000). */
  readonly reconnectMinMs?: number;
  readonly reconnectMaxMs?: number;
};

export type CardOutcome = "started" | "waitingForCable" | "stopped" | "refused" | "ignored";

/** Joins the CSMS's address and an identity the way OCPP-J 1.6 section 3.1.1 wants it. */
export const stationUrl = (base: string, identity: string): string =>
  `${base.replace(/\/+$/, "")}/${encodeURIComponent(identity)}`;

/** Used when a boot is refused, unanswered, or answered with interval 0. */
const DEFAULT_BOOT_RETRY_MS = 60_000;
const REBOOT_MS = 10_000;
/** A soft reset waits this long for its stop messages to be delivered. */
const SOFT_RESET_MS = 10_000;
const DEFAULT_CONNECTORS: readonly ConnectorSpec[] = [{ kind: "AC", powerW: 22_000 }];

/** An OCPP 1.6-J charge point. Create it, `start` it, act as driver or as bad luck, and read `events`. */
export class ChargePoint implements CommandTarget, ConnectorHost {
  readonly identity: string;
  readonly vendor: string;
  readonly events = new EventChannel<StationEvent>();
  readonly flash: Flash;
  readonly configuration: Configuration;
  readonly authorizer: Authorizer;
  readonly connectors: readonly Connector[];
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly speed: number;
  /** May be replaced at any time. */
  quirks: Quirks;
  readonly #options: ChargePointOptions;
  readonly #link: Link;
  readonly #rpc: Rpc;
  readonly #queue: TransactionQueue;
  readonly #timetable: Timetable;
  #registration: CommandTarget["registration"] = "unknown";
  #isPowered = false;
  #isBooting = false;
  #bootedAtMs = 0;
  #bootNotBeforeMs = 0;
  #clockOffsetMs = 0;
  #bootTask: Task | undefined;
  #powerTask: Task | undefined;
  /** What the CSMS was last told per connector: what changed while offline is told after the reconnect. */
  readonly #toldStatus = new Map<number, string>();

  constructor(options: ChargePointOptions) {
    this.#options = options;
    this.identity = options.identity;
    this.vendor = options.vendor ?? "Voltplane";
    this.scheduler = options.scheduler;
    this.random = options.random ?? new Random(1).fork(options.identity);
    this.speed = options.speed ?? 1;
    if (!(this.speed > 0)) throw new RangeError(`speed must be above 0, got ${this.speed}`);
    this.quirks = options.quirks ?? {};
    this.flash = options.flash ?? emptyFlash();
    const specs = options.connectors ?? DEFAULT_CONNECTORS;
    this.configuration = new Configuration(this.flash, {
      ...options.configuration,
      NumberOfConnectors: String(specs.length),
    });
    this.connectors = specs.map((spec, index) => new Connector(index + 1, spec, this));
    this.#link = new Link(
      {
        url: options.url,
        identity: options.identity,
        password: () => passwordBytes(options.password, this.flash.passwordHex, this.quirks.hexPasswordInHeader),
        scheduler: options.scheduler,
        random: this.random,
        reconnectMinMs: options.reconnectMinMs ?? 1000,
        reconnectMaxMs: options.reconnectMaxMs ?? 60_000,
      },
      {
        opened: () => this.#opened(),
        frame: (frame) => this.#isPowered && this.#rpc.frame(frame),
        closed: (code, reason) => this.#closed(code, reason),
        handshakeRefused: (httpStatus, message) => this.events.emit({ kind: "handshakeRefused", httpStatus, message }),
      },
    );
    this.#rpc = new Rpc({
      scheduler: options.scheduler,
      events: this.events,
      send: (frame) => this.#link.send(frame),
      isOpen: () => this.#link.isOpen,
      onCommand: (action, payload) => answerCommand(this, action, payload),
      quirks: () => this.quirks,
      timeoutMs: options.callTimeoutMs ?? 30_000,
    });
    this.#queue = new TransactionQueue({
      flash: this.flash,
      scheduler: options.scheduler,
      events: this.events,
      isReady: () => this.isOnline,
      send: (action, payload) => this.#rpc.call(action, payload, { twice: this.quirks.duplicateMessages === true }),
      retry: () => ({
        attempts: this.configuration.integer("TransactionMessageAttempts"),
        intervalMs: this.configuration.integer("TransactionMessageRetryInterval") * 1000,
      }),
      usesMinusOne: () => this.quirks.minusOneTransactionId === true,
      onStartAnswer: (localId, transactionId, answer) => this.#startAnswered(localId, transactionId, answer),
      onStopAnswer: (message, answer) => {
        if (typeof message.payload.idTag === "string") this.authorizer.learn(message.payload.idTag, answer.idTagInfo);
      },
    });
    this.authorizer = new Authorizer({
      configuration: this.configuration,
      flash: this.flash,
      scheduler: options.scheduler,
      isOnline: () => this.isOnline,
      call: (action, payload) => this.#rpc.call(action, payload),
    });
    this.#timetable = new Timetable({
      scheduler: options.scheduler,
      configuration: this.configuration,
      isOnline: () => this.isOnline,
      isPowered: () => this.#isPowered,
      clockMs: () => this.scheduler.now() + this.#clockOffsetMs,
      sendHeartbeat: () => this.sendHeartbeat(),
      ping: () => this.#link.ping(),
      sampleAligned: () => {
        for (const connector of this.connectors) this.#sampleAligned(connector);
      },
    });
  }

  // What the station is

  get registration(): CommandTarget["registration"] {
    return this.#registration;
  }
  /** Connected, accepted and not about to boot again: the state in which it may send anything. */
  get isOnline(): boolean {
    return this.#link.isOpen && this.#registration === "Accepted" && !this.#isBooting;
  }
  get isConnected(): boolean {
    return this.#link.isOpen;
  }
  get isPowered(): boolean {
    return this.#isPowered;
  }
  /** Transaction messages not delivered yet. */
  get queueLength(): number {
    return this.#queue.length;
  }

  /** @throws RangeError for an unknown connector. */
  connector(connectorId: number): Connector {
    const connector = this.connectors[connectorId - 1];
    if (!connector) throw new RangeError(`${this.identity} has no connector ${connectorId}`);
    return connector;
  }

  // Power and network

  /** Switches the station on. Transactions found in the flash are closed with reason PowerLoss. */
  start(): void {
    this.#powerUp("PowerLoss");
  }

  /** Mid-transaction power loss: no close frame, volatile state gone, cars stay plugged. Also ends a station for good. */
  losePower(): void {
    this.#powerDown();
    this.#link.cut();
  }

  restorePower(): void {
    this.#powerUp("PowerLoss");
  }

  /** A watchdog's reboot, without warning to anybody. */
  reboot(): void {
    this.#cycle("Reboot");
  }

  /** Stops every transaction (reason Local), waits up to `timeoutMs` for the queue, then closes the socket in order. */
  async shutDown(timeoutMs = 10_000): Promise<void> {
    for (const connector of this.connectors) if (connector.transaction) connector.stop("Local");
    await new Promise<void>((resolve) => this.#whenDelivered(timeoutMs, resolve));
    this.#powerDown();
    this.#link.close(1000, "shut down");
  }

  /** The network is gone until `goOnline`; the station charges on and queues. */
  goOffline(): void {
    this.#link.cut();
  }

  goOnline(): void {
    if (this.#isPowered) this.#link.open();
  }

  /** The socket breaks without a close frame; the station reconnects by itself. */
  dropSocket(): void {
    this.#link.drop();
  }

  /** Half-open: TCP stays up, nothing is read or sent. */
  freeze(): void {
    this.#link.freeze();
  }

  thaw(): void {
    this.#link.thaw();
  }

  // The driver

  plugIn(vehicle: VehicleSpec, connectorId = 1): void {
    this.connector(connectorId).plugIn(vehicle);
  }

  unplug(connectorId = 1): void {
    this.connector(connectorId).unplug();
  }

  /**
   * Holds a card to the reader. In a transaction its own card, or one of the same group, stops it; another card is ignored.
   * Otherwise the card is authorized and charging starts, or waits for the cable.
   */
  async presentCard(idTag: string, connectorId = 1): Promise<CardOutcome> {
    const connector = this.connector(connectorId);
    if (!this.#isPowered) return "ignored";
    const running = connector.transaction;
    if (running && running.idTag.toLowerCase() === idTag.toLowerCase()) {
      connector.stop("Local", idTag);
      return "stopped";
    }
    if (!running && !canStart(connector)) return "ignored";
    const verdict = await this.authorizer.check(idTag);
    if (!verdict.isAccepted) return "refused";
    if (running && connector.transaction === running) {
      if (verdict.parentIdTag === undefined || verdict.parentIdTag !== running.parentIdTag) return "ignored";
      connector.stop("Local", idTag);
      return "stopped";
    }
    return canStart(connector) ? connector.grant(idTag, verdict.parentIdTag) : "ignored";
  }

  // Faults of the hardware

  fault(errorCode: Exclude<ErrorCode, "NoError">, connectorId = 1): void {
    this.connector(connectorId).fault(errorCode);
  }

  clearFault(connectorId = 1): void {
    this.connector(connectorId).clearFault();
  }

  resetMeter(connectorId = 1): void {
    this.connector(connectorId).resetMeter();
  }

  // What its parts ask of it

  timestamp(instantMs = this.scheduler.now()): string {
    return encodeTimestamp(instantMs + this.#clockOffsetMs, instantMs - this.#bootedAtMs, this.quirks.clock);
  }

  enqueue(localId: number, action: TransactionAction, payload: Payload): void {
    this.#queue.add(localId, action, payload);
  }

  statusChanged(connector: Connector): void {
    const { id: connectorId, phase, errorCode } = connector;
    this.events.emit({ kind: "status", connectorId, phase, errorCode });
    if (this.isOnline) this.sendStatus(connectorId);
  }

  configurationChanged(key: string): void {
    switch (key.toLowerCase()) {
      case "heartbeatinterval":
        this.#timetable.armHeartbeat();
        break;
      case "clockaligneddatainterval":
        this.#timetable.armAligned();
        break;
      case "authorizationkey": // the new password is proven by reconnecting with it
        this.#link.close(1000, "new password");
        this.#link.open();
        break;
    }
  }

  reset(type: "Hard" | "Soft"): void {
    const reason = type === "Hard" ? "HardReset" : "SoftReset";
    for (const connector of this.connectors) if (connector.transaction) connector.stop(reason);
    if (type === "Hard") this.#cycle(reason);
    else this.#whenDelivered(SOFT_RESET_MS, () => this.#cycle(reason));
  }

  stationAvailabilityChanged(): void {
    if (this.isOnline) this.sendStatus(0);
  }

  /** RemoteStartTransaction after its answer; AuthorizeRemoteTxRequests decides whether the card is checked. */
  remoteStart(connector: Connector, idTag: string): void {
    if (!this.configuration.isTrue("AuthorizeRemoteTxRequests")) {
      connector.grant(idTag, undefined);
      return;
    }
    void this.authorizer.check(idTag).then((verdict) => {
      if (verdict.isAccepted && canStart(connector)) connector.grant(idTag, verdict.parentIdTag);
    });
  }

  sendHeartbeat(): void {
    void this.#rpc.call("Heartbeat", {}).then((outcome) => {
      if (outcome.kind === "answered") this.#syncClock(outcome.answer.currentTime);
    });
  }

  sendStatus(connectorId: number): void {
    const connector = this.connectors[connectorId - 1];
    const status = connector?.phase ?? (this.flash.inoperative.includes(0) ? "Unavailable" : "Available");
    const errorCode = connector?.errorCode ?? "NoError";
    const timestamp = this.timestamp();
    const told = `${status} ${errorCode}`;
    void this.#rpc.call("StatusNotification", { connectorId, errorCode, status, timestamp }).then((outcome) => {
      if (outcome.kind !== "lost") this.#toldStatus.set(connectorId, told);
    });
  }

  sendTriggeredSample(connector: Connector): void {
    this.#sendSample(connector, "Trigger", "MeterValuesSampledData");
  }

  sendBoot(): void {
    if (this.#isBooting) return;
    this.#isBooting = true;
    const { model, firmwareVersion } = this.#options;
    const boot = {
      chargePointVendor: this.vendor,
      chargePointModel: model ?? "Simulator",
      chargePointSerialNumber: this.identity.slice(0, 25),
      firmwareVersion: firmwareVersion ?? "1.0.0",
    };
    void this.#rpc.call("BootNotification", boot).then((outcome) => this.#bootAnswered(outcome));
  }

  // Inside

  #powerUp(reason: StopReason): void {
    if (this.#isPowered) return;
    this.#powerTask?.cancel();
    this.#isPowered = true;
    this.#registration = "unknown";
    this.#bootedAtMs = this.scheduler.now();
    this.#bootNotBeforeMs = 0;
    this.configuration.rebooted();
    for (const connector of this.connectors) connector.powerUp(reason);
    this.#timetable.armAligned();
    this.#link.open();
  }

  #powerDown(): void {
    this.#powerTask?.cancel();
    if (!this.#isPowered) return;
    this.#isPowered = false;
    this.#registration = "unknown";
    this.#toldStatus.clear();
    this.#bootTask?.cancel();
    this.#timetable.powerDown();
    for (const connector of this.connectors) connector.powerDown();
  }

  #cycle(reason: StopReason): void {
    this.#powerDown();
    this.#link.close(1001, "reboot");
    this.#powerTask = this.scheduler.after(REBOOT_MS / this.speed, () => this.#powerUp(reason));
  }

  #whenDelivered(timeoutMs: number, then: () => void): void {
    const deadlineMs = this.scheduler.now() + timeoutMs;
    const look = (): void => {
      if (this.#queue.length === 0 || this.scheduler.now() >= deadlineMs || !this.#isPowered) then();
      else this.scheduler.after(100, look);
    };
    look();
  }

  #opened(): void {
    this.events.emit({ kind: "connected" });
    this.#timetable.armPing();
    if (this.quirks.bootOnEveryConnect) this.#registration = "unknown";
    if (this.#registration === "Accepted") this.#resume();
    else this.#bootAfter(this.#bootNotBeforeMs - this.scheduler.now());
  }

  #closed(code: number, reason: string): void {
    this.#bootTask?.cancel();
    this.#timetable.offline();
    this.#isBooting = false;
    this.events.emit({ kind: "disconnected", code, reason });
    this.#rpc.closed();
    this.#queue.closed();
  }

  #bootAfter(delayMs: number): void {
    this.#bootTask?.cancel();
    if (delayMs <= 0) this.sendBoot();
    else this.#bootTask = this.scheduler.after(delayMs, () => this.sendBoot());
  }

  #bootAnswered(outcome: CallOutcome): void {
    if (outcome.kind === "lost") return; // #closed has put everything back; the reconnect boots again
    this.#isBooting = false;
    if (!this.#isPowered) return;
    const answer: Payload = outcome.kind === "answered" ? outcome.answer : {};
    const { status } = answer;
    const intervalS = typeof answer.interval === "number" && answer.interval > 0 ? answer.interval : 0;
    if (status !== "Accepted" && status !== "Pending" && status !== "Rejected") {
      this.#bootAfter(DEFAULT_BOOT_RETRY_MS);
      return;
    }
    this.#registration = status;
    this.#syncClock(answer.currentTime);
    this.events.emit({ kind: "booted", status, intervalS });
    if (status === "Accepted") {
      if (intervalS > 0) this.configuration.set("HeartbeatInterval", String(intervalS));
      this.#toldStatus.clear();
      this.#resume();
      return;
    }
    const waitMs = intervalS > 0 ? intervalS * 1000 : DEFAULT_BOOT_RETRY_MS;
    this.#bootNotBeforeMs = this.scheduler.now() + waitMs;
    this.#bootAfter(waitMs);
  }

  /** Online again: tell every status that the CSMS does not know yet, then what the queue holds. */
  #resume(): void {
    if (!this.#toldStatus.has(0)) this.sendStatus(0);
    for (const { id, phase, errorCode } of this.connectors) {
      if (this.#toldStatus.get(id) !== `${phase} ${errorCode}`) this.sendStatus(id);
    }
    this.#timetable.armHeartbeat();
    this.#queue.pump();
  }

  #startAnswered(localId: number, transactionId: number, answer: Payload): void {
    const connector = this.connectors.find(({ transaction }) => transaction?.localId === localId);
    const transaction = connector?.transaction;
    const info = transaction && this.authorizer.learn(transaction.idTag, answer.idTagInfo);
    const idTagStatus = info?.status ?? "unknown";
    this.events.emit({ kind: "transactionAnswered", localId, transactionId, idTagStatus });
    if (!connector || !transaction || !info) return;
    if (info.parentIdTag !== undefined) transaction.parentIdTag = info.parentIdTag;
    if (info.status !== "Accepted") connector.deauthorize();
  }

  #sampleAligned(connector: Connector): void {
    const forStop = connector.sample("Sample.Clock", this.configuration.measurands("StopTxnAlignedData"));
    if (forStop) connector.transaction?.collected.push(forStop);
    this.#sendSample(connector, "Sample.Clock", "MeterValuesAlignedData");
  }

  /** Within a transaction a sample goes through the queue; outside it is lost when offline. */
  #sendSample(connector: Connector, context: "Trigger" | "Sample.Clock", key: KeyName): void {
    const measurands = this.configuration.measurands(key);
    if (connector.transaction) {
      connector.reportSample(context, measurands);
      return;
    }
    const meterValue = connector.sample(context, measurands);
    if (meterValue && this.isOnline) {
      void this.#rpc.call("MeterValues", { connectorId: connector.id, meterValue: [meterValue] });
    }
  }

  /** Chargers follow the CSMS's clock; below a second the difference is the network's, and the clock stays steady. */
  #syncClock(currentTime: unknown): void {
    const theirsMs = typeof currentTime === "string" ? Date.parse(currentTime) : Number.NaN;
    if (Number.isNaN(theirsMs)) return;
    const offsetMs = theirsMs - this.scheduler.now();
    if (Math.abs(offsetMs - this.#clockOffsetMs) > 1000) this.#clockOffsetMs = offsetMs;
  }
}

const canStart = (connector: Connector): boolean =>
  !connector.transaction &&
  (connector.phase === "Available" || connector.phase === "Preparing" || connector.phase === "Finishing");
