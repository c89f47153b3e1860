import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import pino from "pino";
import { WebSocket } from "ws";
import type { CommandRequest } from "../../../services/ports.ts";
import { createOcppEndpoint, type OcppEndpoint } from "../endpoint.ts";
import type { OcppLimits } from "../limits.ts";
import { noMetrics, type OcppMetrics } from "../metrics.ts";
import { FakeDesk, PASSWORD, TENANT_ID } from "./fake-desk.ts";
import { FakeTime } from "./fake-time.ts";

export type StationOptions = { path?: string; auth?: string | Buffer | null; protocols?: string[] };

/** The door on a loopback port, with a fake desk behind it and a clock that the test owns. */
export class DoorHarness {
  readonly time = new FakeTime();
  readonly desk = new FakeDesk();
  readonly odd: string[] = [];
  readonly refusals: string[] = [];
  readonly endpoint: OcppEndpoint;
  readonly #server: Server = createServer();
  readonly #clients: WebSocket[] = [];
  #port = 0;

  constructor(limits: Partial<OcppLimits> = {}) {
    const metrics: OcppMetrics = {
      ...noMetrics,
      frameUnhandled: (kind) => void this.odd.push(kind),
      handshakeRefused: (reason) => void this.refusals.push(reason),
    };
    this.endpoint = createOcppEndpoint({
      desk: this.desk,
      nodeId: "node-1",
      log: pino({ level: "silent" }),
      clock: this.time,
      timers: this.time,
      limits: { drainSpreadMs: 0, quietStartMs: 0, ...limits },
      metrics,
      random: () => 0,
    });
    this.#server.on("upgrade", (request, socket, head) => this.endpoint.handleUpgrade(request, socket, head));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    for (const connection of this.endpoint.connections.all()) connection.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Opens a socket as a station does. Rejects with `HTTP <status>` when it is refused. */
  async connect(identity = "CP1", { path, auth, protocols = ["ocpp1.6"] }: StationOptions = {}): Promise<TestStation> {
    const header = auth === undefined ? `${identity}:${PASSWORD}` : auth;
    const url = `ws://127.0.0.1:${this.#port}${path ?? `/ocpp/acme/${encodeURIComponent(identity)}`}`;
    const headers = header === null ? {} : { Authorization: `Basic ${Buffer.from(header).toString("base64")}` };
    const socket = new WebSocket(url, protocols, { headers, perMessageDeflate: false });
    this.#clients.push(socket);
    const station = new TestStation(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("unexpected-response", (_request, response) => {
        reject(new Error(`HTTP ${response.statusCode}`));
        response.resume();
      });
      socket.once("error", reject);
    });
    return station;
  }

  /** Resets every client's socket. */
  abandonClients(): void {
    for (const client of this.#clients) client.terminate();
  }

  /** Sends a raw request and returns all that comes back until the socket ends. */
  async raw(request: string | Buffer): Promise<string> {
    const socket = connect(this.#port, "127.0.0.1");
    socket.write(request);
    let text = "";
    for await (const chunk of socket) text += chunk;
    return text;
  }

  command(action: string, commandId = action, chargePointId = "id of CP1"): CommandRequest {
    return { tenantId: TENANT_ID, chargePointId, commandId, action, request: { about: commandId } };
  }

  send(action: string, commandId = action) {
    return this.endpoint.commands.send(this.command(action, commandId));
  }
}

/** The station's end of a socket. */
export class TestStation {
  readonly socket: WebSocket;
  readonly closed: Promise<string>;
  readonly #received: unknown[][] = [];
  #wake: (() => void) | null = null;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => {
      this.#received.push(JSON.parse(String(data)) as unknown[]);
      this.#wake?.();
    });
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => resolve(`${code} ${reason.toString()}`.trim()));
    });
    socket.on("error", () => undefined);
  }

  call(messageId: string, action = "StatusNotification", payload: unknown = {}): void {
    this.socket.send(JSON.stringify([2, messageId, action, payload]));
  }

  /** The next frame from the door. */
  async next(): Promise<unknown[]> {
    while (this.#received.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#received.shift() ?? [];
  }

  /** The next frame is one of our CALLs: its message id and what it is about. */
  async nextCall(): Promise<{ id: string; action: string; about: unknown }> {
    const [type, id, action, payload] = await this.next();
    if (type !== 2) throw new Error(`expected a CALL, got ${type}`);
    return { id: String(id), action: String(action), about: (payload as { about?: unknown }).about };
  }

  get pendingFrames(): number {
    return this.#received.length;
  }
}
