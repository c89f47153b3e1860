import type { Clock } from "../../core/clock.ts";
import type { Answer, InboundCall } from "../../services/station/station.ts";
import type { Timers } from "./timers.ts";

/** What the queue needs of the connection it works for. None of it may throw but `handle`. */
export type InboundHost = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly heartbeatPatienceMs: number;
  handle(call: InboundCall): Promise<Answer>;
  answered(call: InboundCall, answer: Answer, startedAtMs: number): void;
  /** The CALL could not be kept: it must stay unanswered, and nothing after it may overtake it. */
  unkept(call: InboundCall, error: unknown, startedAtMs: number): void;
  /** Whether the CALL may be answered ahead of others: a Heartbeat of a station that was accepted. */
  mayOvertake(call: InboundCall): boolean;
  /** The number of waiting CALLs has changed, or the last one has ended. */
  moved(): void;
};

/**
 * The CALLs of one station, worked on strictly one after another, because a transaction's messages mean something only in
 * their order. Only a Heartbeat, which promises nothing, overtakes a CALL that takes too long.
 */
export class InboundQueue {
  readonly #host: InboundHost;
  readonly #waiting: InboundCall[] = [];
  #current: InboundCall | null = null;
  #startedAtMs = 0;
  #holds = 0;
  #isClosed = false;
  #overtaking = false;
  #overtakeTimer: (() => void) | null = null;

  constructor(host: InboundHost) {
    this.#host = host;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get current(): InboundCall | null {
    return this.#current;
  }

  /** How long the CALL at the head has been worked on, in ms; 0 when there is none. */
  headAgeMs(nowMs: number): number {
    return this.#current ? nowMs - this.#startedAtMs : 0;
  }

  push(call: InboundCall): void {
    if (this.#isClosed && !this.#host.mayOvertake(call)) return; // unanswered: the station repeats it
    this.#waiting.push(call);
    this.#next();
    this.#planOvertaking();
    this.#host.moved();
  }

  /** Starts no further CALL until `release` was called as often. What is being worked on goes on. */
  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    this.#next();
  }

  /** Drops what waits, and takes nothing more, but what may overtake. What is being worked on goes on. */
  close(): void {
    this.#isClosed = true;
    const left = this.#waiting.filter((call) => this.#host.mayOvertake(call));
    this.#waiting.splice(0, this.#waiting.length, ...left);
    this.#overtakeTimer?.();
    this.#overtakeTimer = null;
    this.#planOvertaking();
    this.#host.moved();
  }

  #next(): void {
    if (this.#current || this.#holds > 0 || this.#isClosed) return;
    const call = this.#waiting.shift();
    if (call) void this.#work(call);
  }

  async #work(call: InboundCall): Promise<void> {
    const startedAtMs = this.#host.clock.now().getTime();
    this.#current = call;
    this.#startedAtMs = startedAtMs;
    const outcome = await this.#attempt(call);
    this.#current = null;
    if (outcome.kept) this.#host.answered(call, outcome.answer, startedAtMs);
    else this.#host.unkept(call, outcome.error, startedAtMs);
    this.#next();
    this.#host.moved();
  }

  async #attempt(call: InboundCall): Promise<{ kept: true; answer: Answer } | { kept: false; error: unknown }> {
    try {
      return { kept: true, answer: await this.#host.handle(call) };
    } catch (error) {
      return { kept: false, error };
    }
  }

  /** A Heartbeat goes ahead when the head has had its time, or when the queue is closed and nothing else will be answered. */
  #planOvertaking(): void {
    if (this.#overtakeTimer || this.#overtaking) return;
    if (!this.#waiting.some((call) => this.#host.mayOvertake(call))) return;
    const patienceMs = this.#host.heartbeatPatienceMs;
    const ageMs = this.headAgeMs(this.#host.clock.now().getTime());
    const delayMs = this.#isClosed ? 0 : Math.min(patienceMs, Math.max(0, patienceMs - ageMs));
    if (delayMs === 0) void this.#overtake();
    else {
      this.#overtakeTimer = this.#host.timers.after(delayMs, () => {
        this.#overtakeTimer = null;
        this.#planOvertaking();
      });
    }
  }

  async #overtake(): Promise<void> {
    const index = this.#waiting.findIndex((call) => this.#host.mayOvertake(call));
    const [call] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (!call) return;
    this.#overtaking = true;
    const startedAtMs = this.#host.clock.now().getTime();
    const outcome = await this.#attempt(call);
    this.#overtaking = false;
    if (outcome.kept) this.#host.answered(call, outcome.answer, startedAtMs);
    this.#planOvertaking();
    this.#host.moved();
  }
}
