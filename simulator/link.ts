import { WebSocket } from "ws";
import type { Random } from "./random.ts";
import type { Scheduler, Task } from "./scheduler.ts";

export type LinkOptions = {
  /** Full WebSocket address, the percent-encoded identity last (OCPP-J 1.6 section 3.1.1). */
  readonly url: string;
  readonly identity: string;
  /** Read at every handshake, because the CSMS may change it. */
  readonly password: () => Uint8Array | undefined;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
};

export type LinkListener = {
  opened(): void;
  frame(text: string): void;
  closed(code: number, reason: string): void;
  handshakeRefused(httpStatus: number | undefined, message: string): void;
};

/**
 * The user is the identity, the password raw bytes that need not be UTF-8 (security whitepaper, A00.FR.204 and following):
 * the bytes are joined as bytes and never pass through a string.
 */
export function basicAuthorization(identity: string, password: Uint8Array): string {
  return `Basic ${Buffer.concat([Buffer.from(`${identity}:`), password]).toString("base64")}`;
}

/** One socket that comes back by itself: backoff doubles from min to max, with jitter so that a fleet does not march in step. */
export class Link {
  readonly #options: LinkOptions;
  readonly #listener: LinkListener;
  #socket: WebSocket | undefined;
  #retry: Task | undefined;
  #failures = 0;
  #wanted = false;
  #frozen = false;

  constructor(options: LinkOptions, listener: LinkListener) {
    this.#options = options;
    this.#listener = listener;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects, and reconnects until `close` or `cut`. */
  open(): void {
    this.#wanted = true;
    if (!this.#socket && !this.#retry) this.#connect();
  }

  /** Orderly end with a close frame; no reconnect. */
  close(code: number, reason: string): void {
    this.#stopTrying();
    if (this.isOpen) this.#socket?.close(code, reason);
    else this.#socket?.terminate();
  }

  /** The cable is cut: no close frame; no reconnect until `open`. */
  cut(): void {
    this.#stopTrying();
    this.#socket?.terminate();
  }

  /** Loses the socket without a close frame and reconnects as after any loss. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Half-open: nothing is read (no pongs either) and nothing sent reaches the wire, while TCP stays up. */
  freeze(): void {
    this.#frozen = true;
    this.#socket?.pause();
  }

  thaw(): void {
    this.#frozen = false;
    this.#socket?.resume();
  }

  send(text: string): void {
    if (this.isOpen && !this.#frozen) this.#socket?.send(text);
  }

  ping(): void {
    if (this.isOpen && !this.#frozen) this.#socket?.ping();
  }

  #stopTrying(): void {
    this.#wanted = false;
    this.#frozen = false;
    this.#retry?.cancel();
    this.#retry = undefined;
  }

  #connect(): void {
    const { url, identity } = this.#options;
    const password = this.#options.password();
    const socket = new WebSocket(url, "ocpp1.6", {
      perMessageDeflate: false,
      handshakeTimeout: 20_000,
      ...(password && { headers: { Authorization: basicAuthorization(identity, password) } }),
    });
    this.#socket = socket;
    let refusal: string | undefined = "connection failed";
    let httpStatus: number | undefined;
    socket.on("open", () => {
      refusal = undefined;
      if (this.#frozen) socket.pause();
      this.#listener.opened();
    });
    socket.on("message", (data) => {
      this.#failures = 0; // only a CSMS that talks ends the backoff: one that accepts and closes at once does not
      this.#listener.frame(data.toString());
    });
    socket.on("unexpected-response", (request, response) => {
      httpStatus = response.statusCode;
      request.destroy(new Error(`HTTP ${httpStatus}`));
      if (refusal !== undefined) refusal = `HTTP ${httpStatus}`;
      this.#ended(socket, 1006, "", refusal, httpStatus);
    });
    socket.on("error", (error) => {
      if (refusal !== undefined && httpStatus === undefined) refusal = error.message;
    });
    socket.on("close", (code, reason) => this.#ended(socket, code, reason.toString(), refusal, httpStatus));
  }

  #ended(socket: WebSocket, code: number, reason: string, refusal: string | undefined, httpStatus?: number): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#failures++;
    if (refusal === undefined) this.#listener.closed(code, reason);
    else this.#listener.handshakeRefused(httpStatus, refusal);
    if (!this.#wanted || this.#retry) return;
    const ceilingMs = Math.min(this.#options.reconnectMaxMs, this.#options.reconnectMinMs * 2 ** (this.#failures - 1));
    this.#retry = this.#options.scheduler.after(ceilingMs * this.#options.random.between(0.5, 1), () => {
      this.#retry = undefined;
      this.#connect();
    });
  }
}
