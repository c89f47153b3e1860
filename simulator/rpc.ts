import type { EventChannel, Payload, SentCall, StationEvent } from "./events.ts";
import type { Quirks } from "./quirks.ts";
import type { Scheduler, Task } from "./scheduler.ts";

export type CallOutcome =
  | { readonly kind: "answered"; readonly answer: Payload }
  | { readonly kind: "refused"; readonly code: string; readonly description: string }
  | { readonly kind: "timedOut" }
  /** The socket was closed, or closed before the answer came. */
  | { readonly kind: "lost" };

/** The error codes of OCPP-J 1.6 section 4.2.3 that this station uses; the misspelling is the standard's. */
export type RpcErrorCode =
  | "NotImplemented"
  | "InternalError"
  | "ProtocolError"
  | "SecurityError"
  | "FormationViolation"
  | "PropertyConstraintViolation"
  | "OccurenceConstraintViolation"
  | "TypeConstraintViolation";

/** Thrown by a command handler to answer with a CALLERROR. */
export class RpcError extends Error {
  readonly code: RpcErrorCode;

  constructor(code: RpcErrorCode, description: string) {
    super(description);
    this.code = code;
  }
}

/** The answer to a command, and what is to be done once it is on the wire. "silence" answers nothing. */
export type Reply = { readonly answer: Payload; readonly after?: () => void } | "silence";

export type RpcDeps = {
  readonly scheduler: Scheduler;
  readonly events: EventChannel<StationEvent>;
  readonly send: (text: string) => void;
  readonly isOpen: () => boolean;
  readonly onCommand: (action: string, payload: Payload) => Reply;
  readonly quirks: () => Quirks;
  readonly timeoutMs: number;
};

type Waiting = {
  readonly action: string;
  readonly payload: Payload;
  readonly twice: boolean;
  readonly done: (outcome: CallOutcome) => void;
};
type InFlight = { readonly call: SentCall; readonly done: (outcome: CallOutcome) => void; readonly timeout: Task };

const isObject = (value: unknown): value is Payload =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** OCPP-J framing over one socket: one CALL of ours in flight (section 4.1.1), answers matched by message id. */
export class Rpc {
  readonly #deps: RpcDeps;
  readonly #idPrefix: string;
  #counter = 0;
  #waiting: Waiting[] = [];
  #inFlight: InFlight | undefined;

  constructor(deps: RpcDeps) {
    this.#deps = deps;
    // The start time makes ids differ from those of an earlier run with the same seed.
    this.#idPrefix = Math.floor(deps.scheduler.now()).toString(36);
  }

  /** Sends when the calls before it are done. On a closed socket nothing is kept: the outcome is `lost`. */
  call(action: string, payload: Payload, options: { readonly twice?: boolean } = {}): Promise<CallOutcome> {
    if (!this.#deps.isOpen()) return Promise.resolve({ kind: "lost" });
    return new Promise((done) => {
      this.#waiting.push({ action, payload, twice: options.twice === true, done });
      this.#next();
    });
  }

  /** The socket is gone: whatever waited or flew is lost. */
  closed(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const flying = this.#inFlight;
    this.#inFlight = undefined;
    if (flying) {
      flying.timeout.cancel();
      this.#deps.events.emit({ kind: "lost", ...flying.call });
      flying.done({ kind: "lost" });
    }
    for (const call of waiting) call.done({ kind: "lost" });
  }

  /** One frame from the CSMS. What is no OCPP-J message is reported and ignored. */
  frame(text: string): void {
    const message = parseFrame(text);
    if (message?.type === 2) this.#command(message.id, message.rest);
    else if (message?.type === 3 || message?.type === 4) this.#answer(message.type, message.id, message.rest, text);
    else this.#deps.events.emit({ kind: "unmatched", text });
  }

  #next(): void {
    if (this.#inFlight || !this.#deps.isOpen()) return;
    const waiting = this.#waiting.shift();
    if (!waiting) return;
    const { action, payload, done } = waiting;
    const messageId = `${this.#idPrefix}-${++this.#counter}`;
    const payloadText = JSON.stringify(payload);
    const text = `[2,${JSON.stringify(messageId)},${JSON.stringify(action)},${payloadText}]`;
    const call = { messageId, action, payload, payloadText, text };
    const timeout = this.#deps.scheduler.after(this.#deps.timeoutMs, () => {
      this.#deps.events.emit({ kind: "timedOut", ...call });
      this.#finish({ kind: "timedOut" });
    });
    this.#inFlight = { call, done, timeout };
    this.#deps.send(text);
    this.#deps.events.emit({ kind: "sent", ...call });
    if (waiting.twice) this.#deps.send(text);
  }

  #finish(outcome: CallOutcome): void {
    const flying = this.#inFlight;
    this.#inFlight = undefined;
    flying?.timeout.cancel();
    flying?.done(outcome);
    // The outcome's consequences (microtasks) may ask for a call that belongs before those already waiting to be sent.
    queueMicrotask(() => this.#next());
  }

  #answer(type: 3 | 4, messageId: string, rest: readonly unknown[], text: string): void {
    const flying = this.#inFlight;
    if (flying?.call.messageId !== messageId) {
      this.#deps.events.emit({ kind: "unmatched", text }); // late, repeated or foreign: dropped, as chargers do
      return;
    }
    if (type === 3 && isObject(rest[0] ?? {})) {
      const answer = (rest[0] ?? {}) as Payload;
      this.#deps.events.emit({ kind: "answered", ...flying.call, answer, answerText: JSON.stringify(answer) });
      this.#finish({ kind: "answered", answer });
      return;
    }
    const code = type === 4 ? String(rest[0] ?? "GenericError") : "FormationViolation";
    const description = type === 4 ? String(rest[1] ?? "") : "the answer is not an object";
    this.#deps.events.emit({ kind: "refused", ...flying.call, code, description });
    this.#finish({ kind: "refused", code, description });
  }

  #command(messageId: string, rest: readonly unknown[]): void {
    const action = String(rest[0]);
    const payload = rest[1] ?? {};
    this.#deps.events.emit({ kind: "received", messageId, action, payload: isObject(payload) ? payload : {} });
    const { neverAnswer, answerDelayMs } = this.#deps.quirks();
    if (neverAnswer) return;
    let text: string;
    let after: (() => void) | undefined;
    try {
      if (!isObject(payload)) throw new RpcError("FormationViolation", "the payload is not an object");
      const reply = this.#deps.onCommand(action, payload);
      if (reply === "silence") return;
      after = reply.after;
      text = JSON.stringify([3, messageId, reply.answer]);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      text = JSON.stringify([4, messageId, error.code, error.message.slice(0, 255), {}]);
    }
    const reply = (): void => {
      this.#deps.send(text);
      this.#deps.events.emit({ kind: "replied", messageId, action, text });
      after?.();
    };
    if (answerDelayMs) this.#deps.scheduler.after(answerDelayMs, reply);
    else reply();
  }
}

function parseFrame(text: string): { type: unknown; id: string; rest: readonly unknown[] } | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined; // the caller reports it as unmatched
  }
  if (!Array.isArray(frame) || typeof frame[1] !== "string") return undefined;
  return { type: frame[0], id: frame[1], rest: frame.slice(2) };
}
