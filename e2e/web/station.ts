import { randomUUID } from "node:crypto";
import WebSocket from "ws";

type Answer = Record<string, unknown>;

/** A charge point's end of a socket, word by word: the test decides what is said and when. */
export class StationSocket {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, (answer: Answer) => void>();
  readonly #commands: { action: string; payload: Answer }[] = [];
  /** What to answer to a CALL of the server's. */
  onCommand: (action: string, payload: Answer) => Answer = () => ({ status: "Accepted" });

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      const [type, id, third, payload] = JSON.parse(String(data)) as [number, string, unknown, Answer];
      if (type !== 2) return this.#waiting.get(id)?.(third as Answer);
      this.#commands.push({ action: String(third), payload });
      socket.send(JSON.stringify([3, id, this.onCommand(String(third), payload)]));
    });
  }

  static open(station: { url: string; identity: string; password: string }): Promise<StationSocket> {
    const authorization = `Basic ${Buffer.from(`${station.identity}:${station.password}`).toString("base64")}`;
    const socket = new WebSocket(station.url, ["ocpp1.6"], { headers: { authorization } });
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(new StationSocket(socket)));
      socket.once("error", reject);
    });
  }

  call(action: string, payload: object): Promise<Answer> {
    const id = randomUUID();
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify([2, id, action, payload]));
    });
  }

  /** Without an instant the server takes its own. */
  status(connectorId: number, status: string, at?: Date): Promise<Answer> {
    const timestamp = at && { timestamp: at.toISOString() };
    return this.call("StatusNotification", { connectorId, status, errorCode: "NoError", ...timestamp });
  }

  meter(transactionId: unknown, connectorId: number, wh: number, at: Date): Promise<Answer> {
    const sampledValue = [
      { value: String(wh), measurand: "Energy.Active.Import.Register", unit: "Wh" },
      { value: "11000", measurand: "Power.Active.Import", unit: "W" },
    ];
    const meterValue = [{ timestamp: at.toISOString(), sampledValue }];
    return this.call("MeterValues", { connectorId, transactionId, meterValue });
  }

  close(): void {
    this.#socket.close();
  }
}
