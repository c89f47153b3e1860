/** What the harness knows, in the memory of a process that is not killed: what was sent, word for word, and what was answered. */

/** The card of every driver. */
export const ID_TAG = "PROOF";

export type Attempt = {
  readonly id: string;
  readonly sentAtMs: number;
  /** The payload of the CALLRESULT as JSON text, and when it came; null while there is none. */
  answer: { readonly text: string; readonly atMs: number } | null;
};

/** One CALL, with every attempt to get it answered: the words stay the same, the message id does not. */
export type Message = {
  readonly chargePointId: string;
  readonly action: string;
  /** The payload as JSON text; fixed when it is first sent. */
  text: string | null;
  readonly attempts: Attempt[];
};

export type Sample = {
  readonly timestamp: string;
  readonly sampledValue: readonly object[];
  readonly wh: number;
  /** The MeterValues or StopTransaction that carries it. */
  readonly message: Message;
};

/** Stations say of each register value the same power, in W. */
export const powerOf = (wh: number): number => 7000 + (wh % 400);

export type SessionEntry = {
  readonly chargePointId: string;
  readonly connectorId: number;
  readonly meterStart: number;
  readonly timestamp: string;
  /** False where the time stamps mean nothing and what was sent first happened first. */
  readonly hasClock: boolean;
  readonly start: Message;
  readonly samples: Sample[];
  stop: { readonly meterStop: number; readonly timestamp: string; readonly message: Message } | null;
  /** The station ended it before it had heard which transaction it is. */
  isStoppedUnheard: boolean;
};

export type StatusEntry = {
  readonly chargePointId: string;
  readonly connectorId: number;
  readonly status: string;
  /** A name of its own, so that its row is found. */
  readonly info: string;
  readonly message: Message;
};

export type BootEntry = {
  readonly chargePointId: string;
  /** A name of its own, so that it is known which boot the database remembers. */
  readonly firmwareVersion: string;
  readonly message: Message;
};

export const isAnswered = (message: Message): boolean => message.attempts.some(({ answer }) => answer !== null);

/** The payloads of all answers that a message got. */
export const answersOf = (message: Message): Record<string, unknown>[] =>
  message.attempts.flatMap(({ answer }) =>
    answer === null ? [] : [JSON.parse(answer.text) as Record<string, unknown>],
  );

export class Ledger {
  readonly messages: Message[] = [];
  readonly sessions: SessionEntry[] = [];
  readonly statuses: StatusEntry[] = [];
  readonly boots: BootEntry[] = [];
  /** CALLERRORs, and answers that are not what the standard promises. */
  readonly errors: string[] = [];
  answered = 0;
  repeated = 0;
  readonly #inFlight = new Set<string>();
  /** Sockets that ended. */
  disconnects = 0;

  /** CALLs that wait for their answer now. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Their message ids. */
  get inFlightIds(): string[] {
    return [...this.#inFlight];
  }

  message(chargePointId: string, action: string): Message {
    const message: Message = { chargePointId, action, text: null, attempts: [] };
    this.messages.push(message);
    return message;
  }

  sent(message: Message, id: string): Attempt {
    const attempt: Attempt = { id, sentAtMs: Date.now(), answer: null };
    if (message.attempts.length > 0) this.repeated += 1;
    message.attempts.push(attempt);
    this.#inFlight.add(id);
    return attempt;
  }

  /** The attempt ended: with a CALLRESULT, or with `null` because the socket did. */
  ended(attempt: Attempt, answer: unknown): void {
    this.#inFlight.delete(attempt.id);
    if (answer === null) return;
    attempt.answer = { text: JSON.stringify(answer), atMs: Date.now() };
    this.answered += 1;
  }
}
