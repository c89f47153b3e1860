import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import type { Ledger, SessionEntry, StatusEntry } from "./ledger.ts";

const ANSWER_TIMEOUT_MS = 20_000;
const RECONNECT_MS = 200;

type Message = {
  readonly action: string;
  /** Made when it is first sent, and the same ever after: a repeat is the same words. */
  readonly payload: () => object;
  readonly isRepeated: boolean;
  readonly onAnswer: (payload: Record<string, unknown>) => void;
  fixed?: object;
  attempts: number;
};

export type StationOptions = {
  readonly url: string;
  readonly identity: string;
  readonly password: string;
  readonly chargePointId: string;
  readonly connectors: number;
  readonly ledger: Ledger;
  /** From 0 to below 1, seeded. */
  readonly random: () => number;
  /** Its clock was never set: it counts from 1970 since its start. */
  readonly hasClock: boolean;
};

/**
 * A charge point that charges all the time. One CALL in flight; what belongs to a transaction is repeated in order until
 * it is answered (OCPP 1.6, 4.7 to 4.10), with the same words and a new message id; statuses are not repeated.
 */
export class Station {
  readonly #options: StationOptions;
  readonly #queue: Message[] = [];
  readonly #startedMs = Date.now();
  #socket: WebSocket | null = null;
  #pending: { readonly id: string; readonly message: Message; readonly timer: NodeJS.Timeout } | null = null;
  #isEnding = false;
  #running = 0;
  #sequence = 0;

  constructor(options: StationOptions) {
    this.#options = options;
  }

  start(): void {
    this.#connect();
    for (let connectorId = 1; connectorId <= this.#options.connectors; connectorId++) this.#beginSession(connectorId);
  }

  /** Sessions are stopped as they come to their next sample; no new ones begin. */
  end(): void {
    this.#isEnding = true;
  }

  get isDone(): boolean {
    return this.#running === 0 && this.#queue.length === 0 && this.#pending === null;
  }

  get backlog(): number {
    return this.#queue.length;
  }

  close(): void {
    this.#isEnding = true;
    this.#socket?.removeAllListeners("close");
    this.#socket?.close();
    this.#socket = null;
  }

  /** Whole seconds: samples within one share their time stamp. */
  #now(): string {
    const ms = this.#options.hasClock ? Date.now() : Date.now() - this.#startedMs;
    return new Date(Math.floor(ms / 1000) * 1000).toISOString();
  }

  #connect(): void {
    const { url, identity, password, random } = this.#options;
    const authorization = `Basic ${Buffer.from(`${identity}:${password}`).toString("base64")}`;
    const socket = new WebSocket(url, ["ocpp1.6"], { headers: { authorization }, handshakeTimeout: 5_000 });
    this.#socket = socket;
    socket.on("open", () => this.#sendNext());
    socket.on("message", (data) => this.#receive(String(data)));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      this.#lose();
      if (this.#socket === socket) setTimeout(() => this.#connect(), RECONNECT_MS * (1 + 3 * random())).unref();
    });
  }

  /** The connection ended: what was not answered is said again, first of all; a status is forgotten. */
  #lose(): void {
    const pending = this.#pending;
    if (!pending) return;
    clearTimeout(pending.timer);
    this.#pending = null;
    this.#options.ledger.inFlight -= 1;
    if (pending.message.isRepeated) this.#queue.unshift(pending.message);
  }

  #push(message: Omit<Message, "attempts">): void {
    this.#queue.push({ ...message, attempts: 0 });
    this.#sendNext();
  }

  #sendNext(): void {
    const socket = this.#socket;
    if (this.#pending || socket?.readyState !== WebSocket.OPEN) return;
    const message = this.#queue.shift();
    if (!message) return;
    const { ledger } = this.#options;
    message.fixed ??= message.payload();
    message.attempts += 1;
    if (message.attempts > 1) ledger.repeated += 1;
    const id = randomUUID();
    ledger.calls.set(id, false);
    ledger.inFlight += 1;
    this.#pending = { id, message, timer: setTimeout(() => socket.terminate(), ANSWER_TIMEOUT_MS) };
    socket.send(JSON.stringify([2, id, message.action, message.fixed]));
  }

  #receive(text: string): void {
    const [type, id, payload] = JSON.parse(text) as [number, string, Record<string, unknown>];
    if (type === 2) {
      this.#socket?.send(JSON.stringify([4, id, "NotSupported", "", {}]));
      return;
    }
    const pending = this.#pending;
    if (pending?.id !== id) return;
    const { ledger } = this.#options;
    clearTimeout(pending.timer);
    this.#pending = null;
    ledger.inFlight -= 1;
    ledger.answered += 1;
    ledger.calls.set(id, true);
    if (type === 3) pending.message.onAnswer(payload);
    else ledger.errors.push(`${pending.message.action}: ${text}`);
    this.#sendNext();
  }

  #reportStatus(connectorId: number, status: string): void {
    const entry: StatusEntry = {
      chargePointId: this.#options.chargePointId,
      info: randomUUID(),
      isAnswered: false,
    };
    this.#options.ledger.statuses.push(entry);
    this.#push({
      action: "StatusNotification",
      payload: () => ({ connectorId, status, errorCode: "NoError", info: entry.info, timestamp: this.#now() }),
      isRepeated: false,
      onAnswer: () => {
        entry.isAnswered = true;
      },
    });
  }

  #beginSession(connectorId: number): void {
    if (this.#isEnding) return;
    const { ledger, chargePointId, random } = this.#options;
    this.#running += 1;
    const session: SessionEntry = {
      chargePointId,
      connectorId,
      meterStart: 1_000_000 * connectorId + this.#sequence++ * 10_000,
      timestamp: this.#now(),
      transactionIds: new Set(),
      samples: [],
      stop: null,
    };
    ledger.sessions.push(session);
    this.#reportStatus(connectorId, "Preparing");
    const { meterStart, timestamp } = session;
    this.#push({
      action: "StartTransaction",
      payload: () => ({ connectorId, idTag: "PROOF", meterStart, timestamp }),
      isRepeated: true,
      onAnswer: (payload) => {
        if (typeof payload.transactionId === "number") session.transactionIds.add(payload.transactionId);
      },
    });
    this.#reportStatus(connectorId, "Charging");
    this.#charge(session, 5 + Math.floor(random() * 40));
  }

  #charge(session: SessionEntry, samplesLeft: number): void {
    const { random } = this.#options;
    setTimeout(
      () => {
        // An offline station measures on; what waits is bounded so that the proof ends.
        if (this.#queue.length > 60) return this.#charge(session, samplesLeft);
        if (samplesLeft <= 0 || this.#isEnding) return this.#stop(session);
        this.#measure(session, random() < 0.3 ? 2 : 1);
        this.#charge(session, samplesLeft - 1);
      },
      50 + random() * 250,
    );
  }

  #measure(session: SessionEntry, count: number): void {
    const timestamp = this.#now();
    const entries = Array.from({ length: count }, () => {
      const wh =
        (session.samples.at(-1)?.sample.wh ?? session.meterStart) + 1 + Math.floor(this.#options.random() * 90);
      const sampledValue = [
        { value: String(wh), measurand: "Energy.Active.Import.Register", unit: "Wh", context: "Sample.Periodic" },
        { value: String(7000 + (wh % 400)), measurand: "Power.Active.Import", unit: "W" },
      ];
      const entry = { sample: { timestamp, sampledValue, wh }, isAnswered: false };
      session.samples.push(entry);
      return entry;
    });
    this.#push({
      action: "MeterValues",
      payload: () => ({
        connectorId: session.connectorId,
        transactionId: [...session.transactionIds][0],
        meterValue: entries.map(({ sample }) => ({ timestamp: sample.timestamp, sampledValue: sample.sampledValue })),
      }),
      isRepeated: true,
      onAnswer: () => {
        for (const entry of entries) entry.isAnswered = true;
      },
    });
  }

  #stop(session: SessionEntry): void {
    const meterStop = (session.samples.at(-1)?.sample.wh ?? session.meterStart) + 5;
    const stop = { meterStop, timestamp: this.#now(), isAnswered: false };
    session.stop = stop;
    this.#push({
      action: "StopTransaction",
      payload: () => ({
        transactionId: [...session.transactionIds][0],
        meterStop,
        timestamp: stop.timestamp,
        idTag: "PROOF",
        reason: "Local",
      }),
      isRepeated: true,
      onAnswer: () => {
        stop.isAnswered = true;
      },
    });
    this.#reportStatus(session.connectorId, "Finishing");
    this.#running -= 1;
    this.#beginSession(session.connectorId);
  }
}
