/** A planned action; cancelling it twice, or after it ran, does nothing. */
export interface Task {
  cancel(): void;
}

/**
 * The simulator's only source of time. Everything of a station (timestamps, intervals, energy) is read from here, so a test
 * that hands in a fast scheduler gets a station that is consistent in itself, only quicker.
 */
export interface Scheduler {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once after `delayMs` of this scheduler's time. */
  after(delayMs: number, run: () => void): Task;
}

class Entry implements Task {
  readonly dueMs: number;
  readonly order: number;
  run: (() => void) | undefined;
  readonly #onCancel: () => void;

  constructor(dueMs: number, order: number, run: () => void, onCancel: () => void) {
    this.dueMs = dueMs;
    this.order = order;
    this.run = run;
    this.#onCancel = onCancel;
  }

  cancel(): void {
    if (!this.run) return;
    this.run = undefined;
    this.#onCancel();
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

/** setTimeout takes 32-bit milliseconds; a longer wait is done in slices. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * One timer of the runtime for any number of stations: a binary heap of due times. `factor` makes this clock run faster than
 * the wall's (tests); 1 is real time (demo, CLI).
 */
export class SharedScheduler implements Scheduler {
  readonly #factor: number;
  readonly #originMs: number;
  readonly #startedAt = performance.now();
  #heap: Entry[] = [];
  #cancelled = 0;
  #order = 0;
  #timer: NodeJS.Timeout | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(options: { readonly factor?: number; readonly originMs?: number } = {}) {
    this.#factor = options.factor ?? 1;
    if (!(this.#factor > 0)) throw new RangeError(`scheduler factor must be above 0, got ${this.#factor}`);
    this.#originMs = options.originMs ?? Date.now();
  }

  now(): number {
    return this.#originMs + (performance.now() - this.#startedAt) * this.#factor;
  }

  after(delayMs: number, run: () => void): Task {
    const entry = new Entry(this.now() + Math.max(0, delayMs), this.#order++, run, () => this.#forget());
    this.#push(entry);
    this.#arm();
    return entry;
  }

  /** Cancels everything, so that the process may end. */
  clear(): void {
    this.#heap = [];
    this.#cancelled = 0;
    clearTimeout(this.#timer);
    this.#timerDueMs = Number.POSITIVE_INFINITY;
  }

  #forget(): void {
    this.#cancelled++;
    // Call time-outs are nearly always cancelled; without sweeping they would outnumber the living.
    if (this.#cancelled < 1000 || this.#cancelled * 2 < this.#heap.length) return;
    const living = this.#heap.filter((entry) => entry.run);
    this.#heap = [];
    this.#cancelled = 0;
    for (const entry of living) this.#push(entry);
  }

  #arm(): void {
    const next = this.#heap[0];
    if (!next || next.dueMs >= this.#timerDueMs) return;
    clearTimeout(this.#timer);
    this.#timerDueMs = next.dueMs;
    const waitMs = Math.ceil((next.dueMs - this.now()) / this.#factor);
    this.#timer = setTimeout(() => this.#runDue(), Math.min(Math.max(0, waitMs), LONGEST_TIMEOUT_MS));
  }

  #runDue(): void {
    const nowMs = this.now();
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    try {
      for (let next = this.#heap[0]; next && (!next.run || next.dueMs <= nowMs); next = this.#heap[0]) {
        this.#pop();
        const run = next.run;
        next.run = undefined;
        if (run) run();
        else this.#cancelled--;
      }
    } finally {
      this.#arm(); // also after a throw: one station's bug must not silence the others
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (!parent || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const leftIndex = index * 2 + 1;
      const left = heap[leftIndex];
      if (!left) break;
      const right = heap[leftIndex + 1];
      const [child, childIndex] = right && isBefore(right, left) ? [right, leftIndex + 1] : [left, leftIndex];
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }
}
