import type { Configuration, Measurand } from "./configuration.ts";
import { nextPhase, type PhaseEvent } from "./connector-phase.ts";
import type { ErrorCode, EventChannel, Payload, Phase, StationEvent, StopReason } from "./events.ts";
import type { Flash, OpenTransaction, TransactionAction } from "./flash.ts";
import { type ConnectorSpec, phasesOf, Vehicle, type VehicleSpec } from "./power.ts";
import type { Quirks } from "./quirks.ts";
import type { Random } from "./random.ts";
import { encodeMeterValue, type MeterValue, type Reading, type SampleContext } from "./sample.ts";
import type { Scheduler, Task } from "./scheduler.ts";

/** What a connector needs of its station. */
export type ConnectorHost = {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly configuration: Configuration;
  readonly flash: Flash;
  readonly events: EventChannel<StationEvent>;
  readonly speed: number;
  readonly quirks: Quirks;
  timestamp(instantMs?: number): string;
  enqueue(localId: number, action: TransactionAction, payload: Payload): void;
  statusChanged(connector: Connector): void;
};

/** How often a connector in a transaction looks at car, meter and sample interval, in ms. Idle connectors have no timer. */
const TICK_MS = 1000;

type Grant = { readonly idTag: string; readonly parentIdTag: string | undefined; readonly expiry: Task };

/** One plug: its phase, the car at it, the meter behind it and the transaction on it. */
export class Connector {
  readonly id: number;
  readonly spec: ConnectorSpec;
  readonly #host: ConnectorHost;
  #isPowered = false;
  #phase: Phase = "Available";
  #errorCode: ErrorCode = "NoError";
  #vehicle: Vehicle | undefined;
  #grant: Grant | undefined;
  #limitW = Number.POSITIVE_INFINITY;
  #meteredUntilMs = 0;
  #nextSampleMs = 0;
  #tick: Task | undefined;

  constructor(id: number, spec: ConnectorSpec, host: ConnectorHost) {
    this.id = id;
    this.spec = spec;
    this.#host = host;
  }

  get phase(): Phase {
    return this.#phase;
  }
  get errorCode(): ErrorCode {
    return this.#errorCode;
  }
  get vehicle(): Vehicle | undefined {
    return this.#vehicle;
  }
  get transaction(): OpenTransaction | undefined {
    return this.#host.flash.transactions.find((transaction) => transaction.connectorId === this.id);
  }
  /** The meter's register in Wh, at this instant. */
  get registerWh(): number {
    this.#meter();
    return this.#host.flash.registersWh[this.id] ?? 0;
  }
  get powerW(): number {
    return this.#phase === "Charging" ? (this.#vehicle?.powerW(this.spec, this.#limitW) ?? 0) : 0;
  }
  get isWaitingForCable(): boolean {
    return this.#grant !== undefined;
  }
  get #isInoperative(): boolean {
    return this.#host.flash.inoperative.includes(this.id);
  }

  /** @throws RangeError when a car is already there. */
  plugIn(spec: VehicleSpec): void {
    if (this.#vehicle) throw new RangeError(`connector ${this.id} already holds a cable`);
    this.#vehicle = new Vehicle(spec, this.#host.speed);
    if (!this.#isPowered || this.transaction) return; // in a transaction: the same driver came back; the tick resumes
    if (this.#grant) this.#begin(this.#grant.idTag, this.#grant.parentIdTag);
    else if (this.#phase === "Available") this.#apply("engage");
  }

  /** The cable leaves the car. Without a car this does nothing. */
  unplug(): void {
    if (!this.#vehicle) return;
    this.#meter();
    this.#vehicle = undefined;
    if (!this.#isPowered) return; // the next boot finds it gone
    if (!this.transaction) this.#settle();
    else if (this.#host.configuration.isTrue("StopTransactionOnEVSideDisconnect")) this.stop("EVDisconnected");
    else this.#apply("carPauses");
  }

  /** A card was accepted: charge, or wait ConnectionTimeOut for the cable. */
  grant(idTag: string, parentIdTag: string | undefined): "started" | "waitingForCable" {
    this.#dropGrant();
    if (this.#vehicle) {
      this.#begin(idTag, parentIdTag);
      return "started";
    }
    const timeoutMs = this.#host.configuration.integer("ConnectionTimeOut") * 1000;
    const expiry = this.#host.scheduler.after(timeoutMs, () => {
      this.#grant = undefined;
      this.#settle();
    });
    this.#grant = { idTag, parentIdTag, expiry };
    this.#apply("engage");
    return "waitingForCable";
  }

  /** Ends the transaction; the car stays plugged unless it has left. Without a transaction this does nothing. */
  stop(reason: StopReason, idTag?: string): void {
    const { scheduler } = this.#host;
    this.#meter();
    this.#endTransaction(reason, scheduler.now(), idTag);
    this.#apply("stop");
    if (!this.#vehicle) this.#settle();
  }

  /** The CSMS did not accept the transaction's card (OCPP 1.6 section 9.1.20, StopTransactionOnInvalidId). */
  deauthorize(): void {
    if (this.#host.configuration.isTrue("StopTransactionOnInvalidId")) this.stop("DeAuthorized");
    else this.limitPower(0);
  }

  /** The station's own limit in W; 0 suspends the car (SuspendedEVSE). Ends with the transaction. */
  limitPower(limitW: number): void {
    this.#meter();
    this.#limitW = limitW;
    if (limitW <= 0) this.#apply("stationPauses");
    else if (this.#phase === "SuspendedEVSE") this.#apply("resume");
  }

  /** A fault ends a running transaction (reason Other) before it shows. */
  fault(errorCode: Exclude<ErrorCode, "NoError">): void {
    if (!this.#isPowered) return;
    if (this.transaction) this.stop("Other");
    this.#dropGrant();
    this.#errorCode = errorCode;
    this.#apply("fault");
  }

  clearFault(): void {
    if (this.#phase !== "Faulted") return;
    this.#errorCode = "NoError";
    this.#settle();
  }

  /** After the flash's list of inoperative connectors changed. Tells whether the change waits for the transaction's end. */
  availabilityChanged(): "Accepted" | "Scheduled" {
    if (this.transaction) return this.#isInoperative ? "Scheduled" : "Accepted";
    if (this.#phase === "Faulted") return "Accepted";
    if (this.#isInoperative) {
      this.#dropGrant();
      this.#apply("disable");
    } else if (this.#phase === "Unavailable") this.#settle();
    return "Accepted";
  }

  /** The register starts again at 0, also within a transaction, as some meters do after an interruption. */
  resetMeter(): void {
    this.#meter();
    this.#host.flash.registersWh[this.id] = 0;
  }

  /** The meter's values now, or undefined when none of the measurands applies. */
  sample(context: SampleContext, measurands: readonly Measurand[]): MeterValue | undefined {
    this.#meter();
    const timestamp = this.#host.timestamp();
    return encodeMeterValue(this.#read(), this.spec, { timestamp, context, measurands, quirks: this.#host.quirks });
  }

  /** Puts a sample of the running transaction into the queue. */
  reportSample(context: SampleContext, measurands: readonly Measurand[]): void {
    const transaction = this.transaction;
    const meterValue = this.sample(context, measurands);
    if (!transaction || !meterValue) return;
    this.#host.enqueue(transaction.localId, "MeterValues", { connectorId: this.id, meterValue: [meterValue] });
  }

  /** Everything volatile is gone; the car stays where it is. */
  powerDown(): void {
    this.#meter();
    const transaction = this.transaction;
    if (transaction) transaction.lastSeenMs = this.#host.scheduler.now();
    this.#tick?.cancel();
    this.#dropGrant();
    this.#isPowered = false;
    this.#phase = "Unavailable"; // no energy flows; nothing is reported before the next boot
  }

  /** Closes what the flash holds from before, dated with the last sign of life, and finds its phase without reporting it. */
  powerUp(reason: StopReason): void {
    this.#isPowered = true;
    const open = this.transaction;
    if (open) this.#endTransaction(reason, open.lastSeenMs);
    if (this.#errorCode !== "NoError") this.#phase = "Faulted";
    else if (this.#isInoperative) this.#phase = "Unavailable";
    else if (this.#vehicle) this.#phase = open ? "Finishing" : "Preparing";
    else this.#phase = "Available";
  }

  #begin(idTag: string, parentIdTag: string | undefined): void {
    const { scheduler, configuration, flash, events } = this.#host;
    this.#dropGrant();
    if (this.#phase !== "Preparing") this.#apply("engage");
    const nowMs = scheduler.now();
    this.#meteredUntilMs = nowMs;
    this.#limitW = Number.POSITIVE_INFINITY;
    const localId = flash.nextLocalId++;
    const begin = this.sample("Transaction.Begin", configuration.measurands("StopTxnSampledData"));
    const startWh = Math.floor(this.registerWh);
    flash.transactions.push({
      localId,
      connectorId: this.id,
      idTag,
      ...(parentIdTag !== undefined && { parentIdTag }),
      startWh,
      collected: begin ? [begin] : [],
      lastSeenMs: nowMs,
    });
    const timestamp = this.#host.timestamp(nowMs);
    this.#host.enqueue(localId, "StartTransaction", { connectorId: this.id, idTag, meterStart: startWh, timestamp });
    this.#apply("start");
    events.emit({ kind: "transactionStarted", connectorId: this.id, localId, idTag });
    this.reportSample("Transaction.Begin", configuration.measurands("MeterValuesSampledData"));
    this.#nextSampleMs = nowMs + configuration.integer("MeterValueSampleInterval") * 1000;
    this.#armTick();
  }

  #endTransaction(reason: StopReason, endedAtMs: number, idTag?: string): void {
    const { configuration, flash, events, quirks } = this.#host;
    const transaction = this.transaction;
    if (!transaction) return;
    this.#tick?.cancel();
    const stopWh = Math.floor(flash.registersWh[this.id] ?? 0);
    const timestamp = this.#host.timestamp(endedAtMs);
    const end = encodeMeterValue(this.#read(), this.spec, {
      timestamp,
      context: "Transaction.End",
      measurands: configuration.measurands("StopTxnSampledData"),
      quirks,
    });
    const transactionData = end ? [...transaction.collected, end] : transaction.collected;
    flash.transactions = flash.transactions.filter((open) => open !== transaction);
    this.#host.enqueue(transaction.localId, "StopTransaction", {
      ...(idTag !== undefined && { idTag }),
      meterStop: stopWh,
      timestamp,
      reason,
      ...(transactionData.length > 0 && { transactionData }),
    });
    const energyWh = stopWh - transaction.startWh;
    events.emit({ kind: "transactionStopped", connectorId: this.id, localId: transaction.localId, reason, energyWh });
  }

  #armTick(): void {
    this.#tick = this.#host.scheduler.after(TICK_MS, () => {
      this.#onTick();
      if (this.transaction) this.#armTick();
    });
  }

  #onTick(): void {
    const { scheduler, configuration } = this.#host;
    const transaction = this.transaction;
    if (!transaction) return;
    const nowMs = scheduler.now();
    this.#meter();
    transaction.lastSeenMs = nowMs;
    if (this.#phase === "Charging" && this.#vehicle?.isFull) this.#apply("carPauses");
    else if (this.#phase === "SuspendedEV" && this.#vehicle?.isFull === false) this.#apply("resume");
    const intervalMs = configuration.integer("MeterValueSampleInterval") * 1000;
    if (intervalMs === 0 || nowMs < this.#nextSampleMs) return;
    // A tick that comes late skips what it missed: a station sends no samples of the past.
    this.#nextSampleMs = Math.max(this.#nextSampleMs + intervalMs, nowMs);
    this.reportSample("Sample.Periodic", configuration.measurands("MeterValuesSampledData"));
  }

  /** Lets the energy since the last look flow into the car and over the register. */
  #meter(): void {
    const nowMs = this.#host.scheduler.now();
    const elapsedMs = nowMs - this.#meteredUntilMs;
    this.#meteredUntilMs = nowMs;
    if (this.#phase !== "Charging" || !this.#vehicle || elapsedMs <= 0) return;
    const { registersWh } = this.#host.flash;
    const takenWh = this.#vehicle.charge(this.spec, this.#limitW, elapsedMs);
    registersWh[this.id] = (registersWh[this.id] ?? 0) + takenWh;
  }

  #read(): Reading {
    const { random, flash } = this.#host;
    const socPercent = this.#vehicle?.socPercent;
    const carPhases = this.#vehicle?.spec.acPhases ?? 3;
    return {
      registerWh: flash.registersWh[this.id] ?? 0,
      powerW: this.powerW,
      socPercent,
      voltageV: this.spec.kind === "DC" ? 350 + (socPercent ?? 0) : random.between(228, 232),
      usedPhases: carPhases === 1 ? 1 : phasesOf(this.spec),
    };
  }

  #dropGrant(): void {
    this.#grant?.expiry.cancel();
    this.#grant = undefined;
  }

  /** Without a transaction, the phase follows from what is found: out of service, a cable, or nothing. */
  #settle(): void {
    if (this.#phase === "Faulted" && this.#errorCode !== "NoError") return;
    if (this.#isInoperative) this.#apply("disable");
    else this.#apply(this.#vehicle || this.#grant ? "engage" : "release");
  }

  #apply(event: PhaseEvent): void {
    const phase = nextPhase(this.#phase, event);
    if (!phase || phase === this.#phase) return;
    this.#meter(); // what flowed so far belongs to the old phase
    this.#phase = phase;
    this.#host.statusChanged(this);
  }
}
