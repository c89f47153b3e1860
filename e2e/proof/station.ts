import { randomUUID } from "node:crypto";
import type { Ledger, Sample, SessionEntry } from "./ledger.ts";
import { ID_TAG, isAnswered, powerOf } from "./ledger.ts";
import { Link } from "./link.ts";
import { Meter } from "./meter.ts";
import { between, type Random } from "./random.ts";

/** A station that measures on while it is offline must end some time, and so must the proof. */
const MOST_WAITING = 60;

/** `right`: whole seconds. `unset`: counts from 1970 since its start. `stuck`: says the same instant for ever. */
export type StationClock = "right" | "unset" | "stuck";

export type StationOptions = {
  readonly url: string;
  readonly identity: string;
  readonly password: string;
  readonly chargePointId: string;
  /** Its place in the fleet, from 0. */
  readonly index: number;
  readonly connectors: number;
  readonly clock: StationClock;
  readonly ledger: Ledger;
  readonly random: Random;
};

/** A charge point on which sessions begin and end all the time, on every connector, whether it is connected or not. */
export class Station {
  readonly #options: StationOptions;
  readonly link: Link;
  readonly #meters: readonly Meter[];
  readonly #startedMs = Date.now();
  #isEnding = false;
  #running = 0;

  constructor(options: StationOptions) {
    const { url, identity, password, ledger, random, index, connectors } = options;
    this.#options = options;
    const authorization = `Basic ${Buffer.from(`${identity}:${password}`).toString("base64")}`;
    this.link = new Link({ url, authorization }, ledger, random);
    this.#meters = Array.from({ length: connectors }, (_, number) => new Meter(index * 3 + number, random));
  }

  start(): void {
    this.#boot();
    this.link.open();
    for (const [index, meter] of this.#meters.entries()) this.#begin(index + 1, meter);
  }

  /** Sessions are stopped when their next sample is due; no new ones begin. */
  end(): void {
    this.#isEnding = true;
  }

  get isDone(): boolean {
    return this.#running === 0 && this.link.waiting === 0;
  }

  /** Whole seconds, so that samples share their time stamps. */
  #now(): string {
    const { clock } = this.#options;
    if (clock === "stuck") return "1970-01-01T00:00:00Z";
    const ms = clock === "right" ? Date.now() : Date.now() - this.#startedMs;
    return `${new Date(ms).toISOString().slice(0, 19)}Z`;
  }

  #say(action: string, payload: () => object, onAnswer: (payload: Record<string, unknown>) => void = () => {}) {
    const { ledger, chargePointId } = this.#options;
    const message = ledger.message(chargePointId, action);
    const isRepeated = ["StartTransaction", "MeterValues", "StopTransaction"].includes(action);
    return { message, send: () => this.link.push({ message, payload, isRepeated, onAnswer }) };
  }

  #boot(): void {
    const { ledger, chargePointId } = this.#options;
    const firmwareVersion = randomUUID();
    const { message, send } = this.#say("BootNotification", () => ({
      chargePointVendor: "Voltplane",
      chargePointModel: "Proof",
      firmwareVersion,
    }));
    ledger.boots.push({ chargePointId, firmwareVersion, message });
    send();
  }

  #reportStatus(connectorId: number, status: string): void {
    const { ledger, chargePointId } = this.#options;
    const info = randomUUID();
    const timestamp = this.#now();
    const { message, send } = this.#say("StatusNotification", () => ({
      connectorId,
      status,
      errorCode: "NoError",
      info,
      timestamp,
    }));
    ledger.statuses.push({ chargePointId, connectorId, status, info, message });
    send();
  }

  #begin(connectorId: number, meter: Meter): void {
    if (this.#isEnding) return;
    const { ledger, chargePointId, random, clock } = this.#options;
    this.#running += 1;
    if (random() < 0.1) this.#boot();
    this.#reportStatus(connectorId, "Preparing");
    this.#say(
      "Authorize",
      () => ({ idTag: ID_TAG }),
      (answer) => this.#expectAccepted(answer),
    ).send();
    const timestamp = this.#now();
    const meterStart = meter.wh;
    const { message, send } = this.#say(
      "StartTransaction",
      () => ({ connectorId, idTag: ID_TAG, meterStart, timestamp }),
      (answer) => this.#expectAccepted(answer),
    );
    const session: SessionEntry = {
      ...{ chargePointId, connectorId, meterStart, timestamp },
      hasClock: clock === "right",
      start: message,
      samples: [],
      stop: null,
      isStoppedUnheard: false,
    };
    ledger.sessions.push(session);
    send();
    this.#reportStatus(connectorId, "Charging");
    // Some are over at once: without a clock the next one then begins with the very same words.
    this.#charge(session, meter, random() < 0.25 ? between(random, 0, 2) : between(random, 5, 40));
  }

  #expectAccepted(answer: Record<string, unknown>): void {
    const { status } = (answer.idTagInfo ?? {}) as { status?: unknown };
    if (status !== "Accepted") this.#options.ledger.errors.push(`id tag not accepted: ${JSON.stringify(answer)}`);
  }

  #charge(session: SessionEntry, meter: Meter, samplesLeft: number): void {
    const { random } = this.#options;
    setTimeout(
      () => {
        if (this.#isEnding || samplesLeft <= 0) this.#stop(session, meter);
        else if (this.link.waiting > MOST_WAITING) this.#charge(session, meter, samplesLeft);
        else {
          this.#measure(session, meter);
          this.#charge(session, meter, samplesLeft - 1);
        }
      },
      between(random, 50, 300),
    );
  }

  #measure(session: SessionEntry, meter: Meter): void {
    const { random } = this.#options;
    const timestamp = this.#now();
    // Not within a second that has been measured already: there the value is what tells the order.
    const isNewSecond = timestamp !== (session.samples.at(-1)?.timestamp ?? session.timestamp);
    if (session.hasClock && isNewSecond && random() < 0.02) meter.exchange();
    const { connectorId } = session;
    const { message, send } = this.#say("MeterValues", () => ({
      connectorId,
      transactionId: transactionIdOf(session),
      meterValue: samples.map(({ timestamp, sampledValue }) => ({ timestamp, sampledValue })),
    }));
    const samples = Array.from({ length: random() < 0.3 ? 2 : 1 }, (): Sample => {
      const wh = meter.next();
      return { timestamp, wh, message, sampledValue: sampledValuesOf(wh, "Sample.Periodic") };
    });
    session.samples.push(...samples);
    send();
  }

  #stop(session: SessionEntry, meter: Meter): void {
    const { random } = this.#options;
    const timestamp = this.#now();
    const isEmpty = session.samples.length === 0;
    const { message, send } = this.#say("StopTransaction", () => ({
      transactionId: transactionIdOf(session),
      meterStop,
      timestamp,
      idTag: ID_TAG,
      reason: "Local",
      ...(samples.length === 0
        ? {}
        : { transactionData: samples.map(({ timestamp, sampledValue }) => ({ timestamp, sampledValue })) }),
    }));
    const samples: Sample[] = [];
    if (!isEmpty && random() < 0.5) {
      const wh = meter.next();
      samples.push({ timestamp, wh, message, sampledValue: sampledValuesOf(wh, "Transaction.End") });
    }
    session.samples.push(...samples);
    const meterStop = isEmpty ? session.meterStart : meter.next();
    session.stop = { meterStop, timestamp, message };
    session.isStoppedUnheard = !isAnswered(session.start);
    send();
    this.#reportStatus(session.connectorId, "Finishing");
    this.#running -= 1;
    const begin = () => this.#begin(session.connectorId, meter);
    // A right clock tells sessions apart: no driver unplugs and plugs in again within a second.
    if (session.hasClock) setTimeout(begin, 1_000);
    else begin();
  }
}

/** Known when a message about the session is sent: its start was sent, and answered, before. */
function transactionIdOf({ start }: SessionEntry): unknown {
  const text = start.attempts.findLast(({ answer }) => answer !== null)?.answer?.text ?? "{}";
  return (JSON.parse(text) as { transactionId?: unknown }).transactionId;
}

const sampledValuesOf = (wh: number, context: string): readonly object[] => [
  { value: String(wh), context, measurand: "Energy.Active.Import.Register", unit: "Wh" },
  { value: String(powerOf(wh)), context, measurand: "Power.Active.Import", unit: "W" },
];
