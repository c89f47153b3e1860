import type { Timers } from "./timers.ts";

/** What is looked after: a connection. `visit` must not throw. */
export type Visited = { visit(nowMs: number): void };

const TICK_MS = 1000;

/**
 * Visits every connection once per interval, with one timer for all: each tick takes the next slot of connections, so that
 * the pings of thousands of stations are spread evenly instead of leaving at once.
 */
export class Liveness<T extends Visited> {
  readonly #slots: Set<T>[];
  readonly #now: () => Date;
  readonly #cancel: () => void;
  #tick = 0;
  #nextSlot = 0;

  constructor(intervalMs: number, timers: Timers, clock: { now(): Date }) {
    const slots = Math.max(1, Math.round(intervalMs / TICK_MS));
    this.#slots = Array.from({ length: slots }, () => new Set<T>());
    this.#now = () => clock.now();
    this.#cancel = timers.every(Math.ceil(intervalMs / slots), () => this.#sweep());
  }

  add(visited: T): void {
    this.#slots[this.#nextSlot]?.add(visited);
    this.#nextSlot = (this.#nextSlot + 1) % this.#slots.length;
  }

  remove(visited: T): void {
    for (const slot of this.#slots) if (slot.delete(visited)) return;
  }

  stop(): void {
    this.#cancel();
  }

  #sweep(): void {
    const nowMs = this.#now().getTime();
    for (const visited of this.#slots[this.#tick] ?? []) visited.visit(nowMs);
    this.#tick = (this.#tick + 1) % this.#slots.length;
  }
}
