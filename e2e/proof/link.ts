import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import type { Attempt, Ledger, Message } from "./ledger.ts";
import type { Random } from "./random.ts";

const ANSWER_TIMEOUT_MS = 20_000;
const BACKOFF_FIRST_MS = 100;
const BACKOFF_MOST_MS = 1_600;

/** A message on its way, and what to do about it. */
export type Errand = {
  readonly message: Message;
  /** Called once, when it is sent first: by then the answers before it are known. */
  readonly payload: () => object;
  /** What belongs to a transaction is repeated until it is answered; all else is said once. */
  readonly isRepeated: boolean;
  readonly onAnswer: (payload: Record<string, unknown>) => void;
};

/**
 * A station's connection: one CALL in flight, a queue behind it, a new socket with growing delay after a lost one. An
 * unanswered transaction message is said again first of all, with the same words and a new message id (OCPP 1.6, 3.7 and
 * 4.7 to 4.10).
 */
export class Link {
  readonly #address: { readonly url: string; readonly authorization: string };
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #queue: Errand[] = [];
  #socket: WebSocket | null = null;
  #pending: { readonly attempt: Attempt; readonly errand: Errand; readonly timer: NodeJS.Timeout } | null = null;
  #failures = 0;
  #isClosed = false;

  constructor(address: { readonly url: string; readonly authorization: string }, ledger: Ledger, random: Random) {
    this.#address = address;
    this.#ledger = ledger;
    this.#random = random;
  }

  get waiting(): number {
    return this.#queue.length + (this.#pending ? 1 : 0);
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  push(errand: Errand): void {
    this.#queue.push(errand);
    this.#sendNext();
  }

  open(): void {
    const { url, authorization } = this.#address;
    const socket = new WebSocket(url, ["ocpp1.6"], { headers: { authorization }, handshakeTimeout: 10_000 });
    this.#socket = socket;
    socket.on("open", () => {
      this.#failures = 0;
      this.#sendNext();
    });
    socket.on("message", (data) => this.#receive(String(data)));
    // A close follows, and that is where it is dealt with.
    socket.on("error", () => socket.terminate());
    socket.on("close", () => this.#onClose());
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  #onClose(): void {
    this.#ledger.disconnects += 1;
    const pending = this.#pending;
    if (pending) {
      clearTimeout(pending.timer);
      this.#pending = null;
      this.#ledger.ended(pending.attempt, null);
      if (pending.errand.isRepeated) this.#queue.unshift(pending.errand);
    }
    if (this.#isClosed) return;
    const delayMs = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** this.#failures++);
    setTimeout(() => this.open(), delayMs * (0.5 + this.#random()));
  }

  #sendNext(): void {
    const socket = this.#socket;
    if (this.#pending || socket?.readyState !== WebSocket.OPEN) return;
    const errand = this.#queue.shift();
    if (!errand) return;
    const { message } = errand;
    message.text ??= JSON.stringify(errand.payload());
    const attempt = this.#ledger.sent(message, randomUUID());
    this.#pending = { attempt, errand, timer: setTimeout(() => socket.terminate(), ANSWER_TIMEOUT_MS) };
    socket.send(`[2,"${attempt.id}","${message.action}",${message.text}]`);
  }

  #receive(frame: string): void {
    const [type, id, payload] = JSON.parse(frame) as [number, string, Record<string, unknown>];
    if (type === 2) {
      this.#socket?.send(JSON.stringify([4, id, "NotSupported", "", {}]));
      return;
    }
    const pending = this.#pending;
    if (pending?.attempt.id !== id) {
      this.#ledger.errors.push(`an answer that nobody waits for: ${frame}`);
      return;
    }
    clearTimeout(pending.timer);
    this.#pending = null;
    const { attempt, errand } = pending;
    this.#ledger.ended(attempt, type === 3 ? payload : null);
    if (type === 3) errand.onAnswer(payload);
    else this.#ledger.errors.push(`${errand.message.action} ${errand.message.text}: ${frame}`);
    this.#sendNext();
  }
}
