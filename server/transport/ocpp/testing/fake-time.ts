import type { Clock } from "../../../core/clock.ts";
import type { Timers } from "../timers.ts";

type Pending = { atMs: number; readonly everyMs: number | null; readonly work: () => void };

/** A clock and timers that stand still until they are told to advance. */
export class FakeTime implements Clock, Timers {
  #nowMs = Date.UTC(2026, 0, 1);
  readonly #pending = new Set<Pending>();

  now(): Date {
    return new Date(this.#nowMs);
  }

  get timers(): number {
    return this.#pending.size;
  }

  after(delayMs: number, work: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + delayMs, everyMs: null, work });
  }

  every(periodMs: number, work: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + periodMs, everyMs: periodMs, work });
  }

  /** Moves on and runs what falls due, in its order. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#pending].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      if (due.everyMs === null) this.#pending.delete(due);
      else due.atMs += due.everyMs;
      due.work();
    }
    this.#nowMs = endMs;
  }

  #add(pending: Pending): () => void {
    this.#pending.add(pending);
    return () => void this.#pending.delete(pending);
  }
}
