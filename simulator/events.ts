import type { OCPP16 } from "typed-ocpp";

export type Payload = Record<string, unknown>;
export type Phase = OCPP16.StatusNotificationRequest["status"];
export type ErrorCode = OCPP16.StatusNotificationRequest["errorCode"];
export type StopReason = NonNullable<OCPP16.StopTransactionRequest["reason"]>;

/** One CALL of ours as it stood on the wire. `payloadText` is the exact JSON of the payload, `text` the whole frame. */
export type SentCall = {
  readonly messageId: string;
  readonly action: string;
  readonly payload: Payload;
  readonly payloadText: string;
  readonly text: string;
};

/** Everything a station does that a test, a ledger or a log may want to know. */
export type StationEvent =
  | { readonly kind: "connected" }
  | { readonly kind: "disconnected"; readonly code: number; readonly reason: string }
  | { readonly kind: "handshakeRefused"; readonly httpStatus: number | undefined; readonly message: string }
  | { readonly kind: "booted"; readonly status: "Accepted" | "Pending" | "Rejected"; readonly intervalS: number }
  | ({ readonly kind: "sent" } & SentCall)
  | ({ readonly kind: "answered"; readonly answer: Payload; readonly answerText: string } & SentCall)
  | ({ readonly kind: "refused"; readonly code: string; readonly description: string } & SentCall)
  | ({ readonly kind: "timedOut" } & SentCall)
  | ({ readonly kind: "lost" } & SentCall)
  | { readonly kind: "received"; readonly messageId: string; readonly action: string; readonly payload: Payload }
  | { readonly kind: "replied"; readonly messageId: string; readonly action: string; readonly text: string }
  | { readonly kind: "unmatched"; readonly text: string }
  | { readonly kind: "status"; readonly connectorId: number; readonly phase: Phase; readonly errorCode: ErrorCode }
  | {
      readonly kind: "transactionStarted";
      readonly connectorId: number;
      readonly localId: number;
      readonly idTag: string;
    }
  | {
      readonly kind: "transactionAnswered";
      readonly localId: number;
      readonly transactionId: number;
      readonly idTagStatus: string;
    }
  | {
      readonly kind: "transactionStopped";
      readonly connectorId: number;
      readonly localId: number;
      readonly reason: StopReason;
      readonly energyWh: number;
    }
  | { readonly kind: "dropped"; readonly localId: number; readonly action: string; readonly why: string };

/** Thrown by `waitFor` when the time is over. */
export class WaitTimeout extends Error {}

/** A list of listeners that costs nothing until somebody listens. */
export class EventChannel<E> {
  #listeners: Set<(event: E) => void> | undefined;

  /** Whether building an expensive event is worth it. */
  get isHeard(): boolean {
    return this.#listeners !== undefined && this.#listeners.size > 0;
  }

  emit(event: E): void {
    if (!this.#listeners) return;
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: E) => void): () => void {
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
    return () => this.#listeners?.delete(listener);
  }

  /**
   * Resolves with the next event that fits. Only future events count: call it before the action that causes the event.
   * @throws WaitTimeout after `timeoutMs` of wall time (default 5,000).
   */
  waitFor(fits: (event: E) => boolean, timeoutMs = 5000): Promise<E> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        unsubscribe();
        reject(new WaitTimeout(`no such event within ${timeoutMs} ms: ${fits.toString()}`));
      }, timeoutMs);
      const unsubscribe = this.subscribe((event) => {
        if (!fits(event)) return;
        clearTimeout(timer);
        unsubscribe();
        resolve(event);
      });
    });
  }

  /** Every event from now on, buffered without a bound; ends only when the consumer stops iterating. */
  async *[Symbol.asyncIterator](): AsyncGenerator<E, never> {
    const buffer: E[] = [];
    let wake: (() => void) | undefined;
    const unsubscribe = this.subscribe((event) => {
      buffer.push(event);
      wake?.();
    });
    try {
      for (;;) {
        for (let event = buffer.shift(); event !== undefined; event = buffer.shift()) yield event;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      unsubscribe();
    }
  }
}
