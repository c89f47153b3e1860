import type { EventChannel, Payload, StationEvent } from "./events.ts";
import type { Flash, QueuedMessage, TransactionAction } from "./flash.ts";
import type { CallOutcome } from "./rpc.ts";
import type { Scheduler, Task } from "./scheduler.ts";

export type TransactionQueueDeps = {
  readonly flash: Flash;
  readonly scheduler: Scheduler;
  readonly events: EventChannel<StationEvent>;
  readonly isReady: () => boolean;
  readonly send: (action: string, payload: Payload) => Promise<CallOutcome>;
  /** TransactionMessageAttempts and TransactionMessageRetryInterval, read at each use. */
  readonly retry: () => { readonly attempts: number; readonly intervalMs: number };
  readonly usesMinusOne: () => boolean;
  readonly onStartAnswer: (localId: number, transactionId: number, answer: Payload) => void;
  readonly onStopAnswer: (message: QueuedMessage, answer: Payload) => void;
};

/** Beyond this, the oldest samples make room: starts and stops are never given up for space. */
const MAX_MESSAGES = 5000;

/**
 * Start, Stop and MeterValues of transactions: kept in the flash, delivered strictly in order, one at a time (OCPP 1.6 sections
 * 3.7 and 4.1.1). A refusal counts as an attempt and is repeated after interval × attempts; silence and lost sockets do not
 * count, they only delay. Followers of a start wait for the id in its answer.
 */
export class TransactionQueue {
  readonly #deps: TransactionQueueDeps;
  #busy: QueuedMessage | undefined;
  #pause: Task | undefined;
  #silences = 0;

  constructor(deps: TransactionQueueDeps) {
    this.#deps = deps;
  }

  get length(): number {
    return this.#deps.flash.queue.length;
  }

  /** `payload` without transaction id; it is added when known. */
  add(localId: number, action: TransactionAction, payload: Payload): void {
    const { flash, usesMinusOne } = this.#deps;
    const isUnnamed = action !== "StartTransaction" && flash.transactionIds[localId] === undefined;
    const final = isUnnamed && usesMinusOne() ? withTransactionId(action, -1, payload) : payload;
    if (flash.queue.length >= MAX_MESSAGES) this.#makeRoom();
    flash.queue.push({ localId, action, payload: final, failures: 0 });
    this.pump();
  }

  /** Sends the head if nothing stands against it. Call it when the station becomes ready. */
  pump(): void {
    const { flash, isReady, send } = this.#deps;
    if (this.#busy || this.#pause || !isReady()) return;
    let head = flash.queue[0];
    while (head && this.#isUndeliverable(head)) {
      this.#drop(head, "its StartTransaction was given up");
      head = flash.queue[0];
    }
    if (!head) return;
    const message = head;
    this.#busy = message;
    void send(message.action, this.#payloadOf(message)).then((outcome) => this.#settle(message, outcome));
  }

  /** The socket is gone: a pause between attempts ends with it. */
  closed(): void {
    this.#pause?.cancel();
    this.#pause = undefined;
    this.#silences = 0;
  }

  #settle(message: QueuedMessage, outcome: CallOutcome): void {
    const { flash, retry } = this.#deps;
    this.#busy = undefined;
    if (outcome.kind === "answered" && this.#isUsable(message, outcome.answer)) {
      this.#silences = 0;
      this.#remove(message);
      this.#deliver(message, outcome.answer);
    } else if (outcome.kind === "timedOut") {
      this.#wait(retry().intervalMs * ++this.#silences);
    } else if (outcome.kind !== "lost") {
      message.failures++;
      const { attempts, intervalMs } = retry();
      if (message.failures >= Math.max(1, attempts)) this.#drop(message, `refused ${message.failures} times`);
      else this.#wait(intervalMs * message.failures);
    }
    if (flash.queue.length > 0) this.pump();
  }

  #deliver(message: QueuedMessage, answer: Payload): void {
    const { flash, onStartAnswer, onStopAnswer } = this.#deps;
    if (message.action === "StartTransaction") {
      const transactionId = Number(answer.transactionId);
      flash.transactionIds[message.localId] = transactionId;
      onStartAnswer(message.localId, transactionId, answer);
    } else if (message.action === "StopTransaction") {
      delete flash.transactionIds[message.localId];
      onStopAnswer(message, answer);
    }
  }

  #isUsable(message: QueuedMessage, answer: Payload): boolean {
    return message.action !== "StartTransaction" || Number.isInteger(answer.transactionId);
  }

  /** A follower whose start has left the queue without naming an id can never be sent. */
  #isUndeliverable(message: QueuedMessage): boolean {
    if (message.action === "StartTransaction" || "transactionId" in message.payload) return false;
    return this.#deps.flash.transactionIds[message.localId] === undefined && !this.#deps.usesMinusOne();
  }

  #payloadOf(message: QueuedMessage): Payload {
    if (message.action === "StartTransaction" || "transactionId" in message.payload) return message.payload;
    return withTransactionId(message.action, this.#deps.flash.transactionIds[message.localId] ?? -1, message.payload);
  }

  #wait(delayMs: number): void {
    this.#pause = this.#deps.scheduler.after(delayMs, () => {
      this.#pause = undefined;
      this.pump();
    });
  }

  #remove(message: QueuedMessage): void {
    const { queue } = this.#deps.flash;
    const index = queue.indexOf(message);
    if (index >= 0) queue.splice(index, 1);
  }

  #drop(message: QueuedMessage, why: string): void {
    this.#remove(message);
    if (message.action === "StopTransaction") delete this.#deps.flash.transactionIds[message.localId];
    this.#deps.events.emit({ kind: "dropped", localId: message.localId, action: message.action, why });
  }

  #makeRoom(): void {
    const oldest = this.#deps.flash.queue.find((entry) => entry.action === "MeterValues" && entry !== this.#busy);
    if (oldest) this.#drop(oldest, "the queue is full");
  }
}

/** One fixed order of fields, so that a repeated message is the same text. */
function withTransactionId(action: TransactionAction, transactionId: number, payload: Payload): Payload {
  if (action === "StopTransaction") return { transactionId, ...payload };
  const { connectorId, ...rest } = payload;
  return { connectorId, transactionId, ...rest };
}
