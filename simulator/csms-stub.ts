import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Payload } from "./events.ts";
import type { Scheduler } from "./scheduler.ts";

export type StubCall = {
  readonly identity: string;
  readonly action: string;
  readonly payload: Payload;
  readonly text: string;
};
type Answer = Payload | "silence" | { readonly error: string };

/** A central system for the simulator's own tests: accepts everything unless told otherwise, and remembers what came. */
export class CsmsStub {
  readonly calls: StubCall[] = [];
  /** Every frame that a station sent, answers included. */
  readonly frames: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  /** Per action; falls back to a plain acceptance. */
  readonly answers: Record<string, (payload: Payload, call: StubCall) => Answer> = {};
  nextTransactionId = 1;
  readonly #server: WebSocketServer;
  readonly #scheduler: Scheduler;
  readonly #sockets = new Map<string, WebSocket>();
  readonly #pending = new Map<string, (frame: unknown[]) => void>();
  #counter = 0;

  private constructor(server: WebSocketServer, scheduler: Scheduler) {
    this.#server = server;
    this.#scheduler = scheduler;
    server.on("connection", (socket, request) => {
      const identity = decodeURIComponent((request.url ?? "").split("/").at(-1) ?? "");
      this.authorizations.push(request.headers.authorization);
      this.#sockets.set(identity, socket);
      socket.on("message", (data) => this.#onFrame(socket, identity, data.toString()));
    });
  }

  static async listen(scheduler: Scheduler): Promise<CsmsStub> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => "ocpp1.6" });
    await new Promise<void>((resolve) => server.once("listening", resolve));
    return new CsmsStub(server, scheduler);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ocpp/test`;
  }

  of(action: string): StubCall[] {
    return this.calls.filter((call) => call.action === action);
  }

  /** Sends a CALL and resolves with the station's frame. */
  command(identity: string, action: string, payload: Payload): Promise<unknown[]> {
    const id = `c${++this.#counter}`;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#sockets.get(identity)?.send(JSON.stringify([2, id, action, payload]));
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #onFrame(socket: WebSocket, identity: string, text: string): void {
    this.frames.push(text);
    const frame = JSON.parse(text) as [number, string, string, Payload];
    if (frame[0] !== 2) {
      this.#pending.get(frame[1])?.(frame);
      return;
    }
    const [, id, action, payload] = frame;
    const call = { identity, action, payload, text };
    this.calls.push(call);
    const answer = this.answers[action]?.(payload, call) ?? this.#accept(action);
    if (answer === "silence") return;
    if ("error" in answer) socket.send(JSON.stringify([4, id, answer.error, "", {}]));
    else socket.send(JSON.stringify([3, id, answer]));
  }

  #accept(action: string): Payload {
    const currentTime = new Date(this.#scheduler.now()).toISOString();
    switch (action) {
      case "BootNotification":
        return { status: "Accepted", currentTime, interval: 300 };
      case "Heartbeat":
        return { currentTime };
      case "Authorize":
        return { idTagInfo: { status: "Accepted" } };
      case "StartTransaction":
        return { transactionId: this.nextTransactionId++, idTagInfo: { status: "Accepted" } };
      default:
        return {};
    }
  }
}
