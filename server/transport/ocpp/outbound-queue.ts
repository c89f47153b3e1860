import { randomUUID } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { encodeCall, type Payload } from "../../protocol/ocpp16/frame.ts";
import type { Quirk } from "../../protocol/ocpp16/quirk.ts";
import type { CommandAcceptance, CommandRequest } from "../../services/ports.ts";
import type { CommandProgress } from "../../services/station/station.ts";
import { type CallPriority, callPriority } from "./call-priority.ts";
import type { OcppLimits } from "./limits.ts";
import type { Timers } from "./timers.ts";

/** How a CALL of ours ended, told to the message log. */
export type EndedCall = {
  readonly messageId: string;
  readonly request: CommandRequest;
  readonly sentAt: Date;
  readonly endedAt: Date;
  readonly outcome: CallOutcome;
};

export type CallOutcome =
  | { readonly kind: "answered"; readonly response: Payload; readonly quirks: readonly Quirk[] }
  | {
      readonly kind: "failed";
      readonly code: string;
      readonly description: string;
      readonly details: Payload;
      readonly quirks: readonly Quirk[];
    }
  | { readonly kind: "timeout" }
  | { readonly kind: "disconnected" };

/** What the queue needs of the connection it works for. None of it may throw. */
export type OutboundHost = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits: OcppLimits;
  /** In how many ms our CALLs may go: 0 now, Infinity when only an event can tell. */
  readyInMs(): number;
  /** Whether we ourselves have stopped reading, so that an answer may be lying in the socket. */
  isReadingPaused(): boolean;
  transmit(text: string): void;
  progress(request: CommandRequest, progress: CommandProgress): void;
  ended(call: EndedCall): void;
  /** So many CALLs in a row got no answer. */
  unanswered(inARow: number): void;
};

type WaitingCall = { readonly request: CommandRequest; readonly priority: CallPriority; readonly queuedAtMs: number };
type OpenCall = {
  readonly messageId: string;
  readonly request: CommandRequest;
  readonly sentAt: Date;
  cancel: () => void;
};

/** Our CALLs to one station: one in flight (OCPP-J 1.6, 4.1.1), the others wait by priority, each with a time-out. */
export class OutboundQueue {
  readonly #host: OutboundHost;
  readonly #waiting: WaitingCall[] = [];
  #open: OpenCall | null = null;
  #inARow = 0;
  #isClosed = false;
  #holds = 0;
  #wakeUp: (() => void) | null = null;

  constructor(host: OutboundHost) {
    this.#host = host;
  }

  /** The message id that we wait for. */
  get openMessageId(): string | null {
    return this.#open?.messageId ?? null;
  }

  offer(request: CommandRequest): CommandAcceptance {
    if (this.#isClosed) return "offline";
    if (this.#waiting.length >= this.#host.limits.maxQueuedCalls) return "busy";
    const priority = callPriority(request.action);
    const behind = this.#waiting.findIndex((call) => call.priority > priority);
    const call = { request, priority, queuedAtMs: this.#host.clock.now().getTime() };
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, call);
    this.pump();
    return "queued";
  }

  /** Sends the next CALL if one may go. Call it whenever what `readyInMs` tells may have changed. */
  pump(): void {
    if (this.#open || this.#isClosed || this.#holds > 0 || this.#waiting.length === 0) return;
    const waitMs = this.#host.readyInMs();
    if (waitMs === 0) this.#send();
    else if (Number.isFinite(waitMs) && !this.#wakeUp) {
      this.#wakeUp = this.#host.timers.after(waitMs, () => {
        this.#wakeUp = null;
        this.pump();
      });
    }
  }

  /** Takes the station's answer. False when no CALL of ours waits for it. */
  settle(messageId: string, outcome: Extract<CallOutcome, { kind: "answered" | "failed" }>): boolean {
    if (this.#open?.messageId !== messageId) return false;
    this.#inARow = 0;
    this.#end(outcome);
    this.pump();
    return true;
  }

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    this.pump();
  }

  /** Gives up what has waited for its turn too long. */
  expire(nowMs: number): void {
    for (;;) {
      const index = this.#waiting.findIndex((call) => nowMs - call.queuedAtMs > this.#host.limits.callPatienceMs);
      const [call] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (!call) return;
      this.#host.progress(call.request, { step: "timedOut", at: this.#host.clock.now(), reason: "timeout" });
    }
  }

  /** Takes nothing more; what waits will not leave. What is in flight may still be answered. */
  close(): void {
    this.#isClosed = true;
    this.#wakeUp?.();
    this.#wakeUp = null;
    for (const { request } of this.#waiting.splice(0)) {
      this.#host.progress(request, { step: "timedOut", at: this.#host.clock.now(), reason: "disconnected" });
    }
  }

  /** The socket has gone: no answer will come. */
  disconnect(): void {
    this.close();
    if (this.#open) this.#end({ kind: "disconnected" });
  }

  #send(): void {
    const next = this.#waiting.shift();
    if (!next) return;
    const { request } = next;
    const sentAt = this.#host.clock.now();
    const call: OpenCall = { messageId: randomUUID(), request, sentAt, cancel: this.#startTimer() };
    this.#open = call;
    this.#host.progress(request, { step: "sent", at: sentAt });
    this.#host.transmit(encodeCall(call.messageId, request.action, request.request));
  }

  #startTimer(): () => void {
    return this.#host.timers.after(this.#host.limits.callTimeoutMs, () => {
      if (!this.#open) return;
      if (this.#host.isReadingPaused()) {
        this.#open.cancel = this.#startTimer(); // the silence may be our own
        return;
      }
      this.#inARow += 1;
      this.#end({ kind: "timeout" });
      this.#host.unanswered(this.#inARow);
      this.pump();
    });
  }

  #end(outcome: CallOutcome): void {
    const call = this.#open;
    if (!call) return;
    call.cancel();
    this.#open = null;
    const at = this.#host.clock.now();
    this.#host.progress(call.request, toProgress(outcome, at));
    this.#host.ended({ messageId: call.messageId, request: call.request, sentAt: call.sentAt, endedAt: at, outcome });
  }
}

function toProgress(outcome: CallOutcome, at: Date): CommandProgress {
  switch (outcome.kind) {
    case "answered":
      return { step: "answered", at, response: outcome.response };
    case "failed": {
      const { code, description, details } = outcome;
      return { step: "failed", at, error: { code, description, details } };
    }
    default:
      return { step: "timedOut", at, reason: outcome.kind };
  }
}
