import type { Duplex } from "node:stream";
import { type Refusal, sendRefusal } from "./handshake.ts";

/** One handshake under way. It is over when it was refused, completed, or its socket has gone. */
export class Attempt {
  readonly socket: Duplex;
  readonly #cleanups: (() => void)[] = [];
  readonly #onRefused: (refusal: Refusal) => void;
  readonly #end = (): void => this.end();
  #isOver = false;

  constructor(socket: Duplex, onRefused: (refusal: Refusal) => void) {
    this.socket = socket;
    this.#onRefused = onRefused;
    socket.on("close", this.#end);
    // Without a listener a reset of the peer ends the process. It stays for refusals; ws adds its own.
    socket.on("error", this.#end);
  }

  get isOver(): boolean {
    return this.#isOver || this.socket.destroyed;
  }

  /** Runs when the attempt is over, however it went. */
  onEnd(cleanup: () => void): void {
    if (this.#isOver) cleanup();
    else this.#cleanups.push(cleanup);
  }

  refuse(refusal: Refusal): void {
    if (this.isOver) {
      this.end();
      return;
    }
    this.#onRefused(refusal);
    sendRefusal(this.socket, refusal);
    this.end();
  }

  /** The socket is handed on. */
  complete(): void {
    this.socket.off("close", this.#end);
    this.socket.off("error", this.#end);
    this.end();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const cleanup of this.#cleanups) cleanup();
  }
}
