import WebSocket from "ws";
import { COMPANY, cardOf } from "./company.ts";
import { authorizeFrame, bootFrame, meterValuesFrame, startFrame, statusFrame, stopFrame } from "./frames.ts";

/** The transaction that runs all the time, and the one of whole sessions. */
const STEADY_CONNECTOR = 1;
const SESSION_CONNECTOR = 2;
const METER_VALUES_OF_A_SESSION = 5;

/** What was answered, by kind of message. */
export type Acknowledged = { messages: number; meterValues: number; sessions: number };

/** A charge point reduced to what loads a server: one socket, one CALL in flight, no thinking. */
export class StationClient {
  readonly #socket: WebSocket;
  readonly #identity: string;
  readonly #acknowledged: Acknowledged;
  #nextId = 1;
  #registerWh = 1_000;
  #steadyTransaction = 0;
  #onAnswer: ((text: string) => void) | null = null;
  readonly #onError: (error: Error) => void;

  private constructor(
    socket: WebSocket,
    identity: string,
    acknowledged: Acknowledged,
    onError: (error: Error) => void,
  ) {
    this.#socket = socket;
    this.#identity = identity;
    this.#acknowledged = acknowledged;
    this.#onError = onError;
    socket.on("message", (data) => this.#onMessage(data.toString()));
    socket.on("error", onError);
    socket.on("close", (code, reason) => this.#onError(new Error(`${identity} was closed: ${code} ${reason}`)));
  }

  /** Connects; rejects when the server turns it away. `onError` is told of anything that goes wrong later. */
  static async connect(
    url: string,
    identity: string,
    acknowledged: Acknowledged,
    onError: (error: Error) => void,
  ): Promise<StationClient> {
    const socket = new WebSocket(`${url}/ocpp/${COMPANY.slug}/${identity}`, "ocpp1.6", {
      headers: {
        authorization: `Basic ${Buffer.from(`${identity}:${COMPANY.stationPassword}`).toString("base64")}`,
      },
      perMessageDeflate: false,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return new StationClient(socket, identity, acknowledged, onError);
  }

  /** Boots and says how it is, as stations do that then wait for a driver. */
  async boot(): Promise<void> {
    await this.#call(bootFrame(this.#nextId++));
    for (const connector of [0, STEADY_CONNECTOR, SESSION_CONNECTOR]) {
      await this.#call(statusFrame(this.#nextId++, connector, "Available"));
    }
  }

  /** Starts the transaction that `sendMeterValues` reports on. */
  async startTransaction(): Promise<void> {
    await this.#call(statusFrame(this.#nextId++, STEADY_CONNECTOR, "Preparing"));
    this.#steadyTransaction = await this.#start(STEADY_CONNECTOR);
    await this.#call(statusFrame(this.#nextId++, STEADY_CONNECTOR, "Charging"));
  }

  /** One MeterValues; `done` is called with the answer. */
  sendMeterValues(done: () => void): void {
    this.#send(this.#meterValues(STEADY_CONNECTOR, this.#steadyTransaction), () => {
      this.#acknowledged.meterValues += 1;
      done();
    });
  }

  /** A whole session: card, plug, start, five MeterValues, stop, plug. Twelve messages. */
  async runSession(): Promise<void> {
    const connector = SESSION_CONNECTOR;
    const card = cardOf(this.#identity, connector);
    await this.#call(authorizeFrame(this.#nextId++, card));
    await this.#call(statusFrame(this.#nextId++, connector, "Preparing"));
    const transactionId = await this.#start(connector);
    await this.#call(statusFrame(this.#nextId++, connector, "Charging"));
    for (let count = 0; count < METER_VALUES_OF_A_SESSION; count++) {
      await this.#call(this.#meterValues(connector, transactionId));
      this.#acknowledged.meterValues += 1;
    }
    await this.#call(stopFrame(this.#nextId++, transactionId, card, this.#registerWh));
    this.#acknowledged.sessions += 1;
    await this.#call(statusFrame(this.#nextId++, connector, "Finishing"));
    await this.#call(statusFrame(this.#nextId++, connector, "Available"));
  }

  #meterValues(connector: number, transactionId: number): string {
    this.#registerWh += 1;
    return meterValuesFrame(this.#nextId++, connector, transactionId, this.#registerWh);
  }

  async #start(connector: number): Promise<number> {
    const answer = await this.#call(
      startFrame(this.#nextId++, connector, cardOf(this.#identity, connector), ++this.#registerWh),
    );
    const [, , payload] = JSON.parse(answer) as [3, string, { transactionId: number; idTagInfo: { status: string } }];
    if (payload.idTagInfo.status !== "Accepted") throw new Error(`a start was answered ${answer}`);
    return payload.transactionId;
  }

  #call(frame: string): Promise<string> {
    return new Promise((resolve) => this.#send(frame, resolve));
  }

  #send(frame: string, onAnswer: (text: string) => void): void {
    this.#onAnswer = onAnswer;
    this.#socket.send(frame);
  }

  #onMessage(text: string): void {
    const onAnswer = this.#onAnswer;
    if (text.startsWith("[3,") && onAnswer) {
      this.#onAnswer = null;
      this.#acknowledged.messages += 1;
      onAnswer(text);
    } else if (text.startsWith("[2,")) {
      const [, id] = JSON.parse(text) as [2, string];
      this.#socket.send(`[4,"${id}","NotSupported","",{}]`); // legal, and all a server needs to go on
    } else this.#onError(new Error(`unexpected answer: ${text.slice(0, 300)}`));
  }
}
