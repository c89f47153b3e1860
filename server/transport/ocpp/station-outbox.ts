import { describeQuirk } from "../../protocol/ocpp16/quirk.ts";
import type { CommandRequest } from "../../services/ports.ts";
import type { CommandProgress, LoggedExchange, Station } from "../../services/station/station.ts";
import type { ConnectionContext } from "./connection-context.ts";
import { actionLabel } from "./metrics.ts";
import { type CallOutcome, type EndedCall, OutboundQueue } from "./outbound-queue.ts";

/** What the outbox needs to know of, and do to, the socket. */
export type OutboxSocket = {
  /** Whether a BootNotification is being worked on: CALLs before its answer send some firmware into a loop. */
  isBooting(): boolean;
  isReadingPaused(): boolean;
  transmit(text: string): void;
  /** The station has stopped answering; only a new connection helps. */
  giveUp(reason: string): void;
  /** A CALL has ended. */
  ended(): void;
};

/** Our CALLs to one station: when the first may go, and telling the desk what became of each, in order. */
export class StationOutbox {
  readonly queue: OutboundQueue;
  readonly #station: Station;
  readonly #context: ConnectionContext;
  readonly #openedAtMs: number;
  #hasAnsweredCall = false;
  /** Messages that the station was told to send (TriggerMessage). */
  readonly #triggered = new Set<unknown>();
  #reports: Promise<void> = DONE;

  constructor(station: Station, context: ConnectionContext, socket: OutboxSocket) {
    this.#station = station;
    this.#context = context;
    this.#openedAtMs = context.clock.now().getTime();
    this.queue = new OutboundQueue({
      clock: context.clock,
      timers: context.timers,
      limits: context.limits,
      readyInMs: () => (socket.isBooting() ? Number.POSITIVE_INFINITY : this.#readyInMs()),
      isReadingPaused: socket.isReadingPaused,
      transmit: socket.transmit,
      progress: (request, progress) => {
        if (progress.step === "sent") this.#onLeaving(request);
        this.#report(request, progress);
      },
      ended: (call) => {
        this.#onEnded(call);
        socket.ended();
      },
      unanswered: (inARow) => {
        if (inARow >= context.limits.maxUnansweredCalls) socket.giveUp(`${inARow} calls were not answered`);
      },
    });
  }

  /** A CALL of the station was answered: it has found its feet, and may have been accepted or held as pending. */
  onCallAnswered(): void {
    this.#hasAnsweredCall = true;
    this.queue.pump();
  }

  /** Whether the station was told on this connection to send a message: a pending one may send no other (OCPP 1.6, 4.2). */
  hasTriggered(action: string): boolean {
    return this.#triggered.has(action);
  }

  #readyInMs(): number {
    const { registration } = this.#station;
    if (registration === "rejected") return Number.POSITIVE_INFINITY;
    if (this.#hasAnsweredCall) return 0;
    if (registration === "pending") return Number.POSITIVE_INFINITY; // OCPP 1.6, 4.2: its BootNotification comes first
    const { quietStartMs } = this.#context.limits;
    const ageMs = this.#context.clock.now().getTime() - this.#openedAtMs;
    return Math.min(quietStartMs, Math.max(0, quietStartMs - ageMs));
  }

  #onLeaving(command: CommandRequest): void {
    if (command.action === "TriggerMessage") this.#triggered.add(command.request.requestedMessage);
    this.#context.desk.commandLeaves(this.#station, command);
  }

  /** One after the other, so that "sent" is never written after "answered". */
  #report(request: CommandRequest, progress: CommandProgress): void {
    const { desk, log } = this.#context;
    this.#reports = this.#reports
      .then(() => desk.commandProgress(this.#station, request, progress))
      .catch((error: unknown) => {
        log.error(
          { commandId: request.commandId, step: progress.step, err: error },
          "command progress could not be kept",
        );
      });
  }

  #onEnded(call: EndedCall): void {
    const { metrics, desk, log } = this.#context;
    const durationMs = call.endedAt.getTime() - call.sentAt.getTime();
    metrics.callSent(actionLabel(call.request.action), call.outcome.kind, durationMs);
    DONE.then(() => desk.log(this.#station, toLoggedExchange(call))).catch((error: unknown) => {
      log.warn({ commandId: call.request.commandId, err: error }, "message log entry could not be kept");
    });
  }
}

const DONE = Promise.resolve();

const toLoggedExchange = ({ messageId, request, sentAt, endedAt, outcome }: EndedCall): LoggedExchange => ({
  direction: "out",
  at: sentAt,
  messageId,
  action: request.action,
  request: request.request,
  raw: null,
  response: outcome.kind === "answered" ? outcome.response : outcome.kind === "failed" ? outcome.details : null,
  errorCode: outcome.kind === "failed" ? outcome.code : null,
  errorDescription: explain(outcome),
  answeredAt: outcome.kind === "answered" || outcome.kind === "failed" ? endedAt : null,
  quirks: outcome.kind === "answered" || outcome.kind === "failed" ? outcome.quirks.map(describeQuirk) : [],
});

function explain(outcome: CallOutcome): string | null {
  switch (outcome.kind) {
    case "answered":
      return null;
    case "failed":
      return outcome.description;
    case "timeout":
      return "no answer in time";
    case "disconnected":
      return "the connection ended before an answer";
  }
}
