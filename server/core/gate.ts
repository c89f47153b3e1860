export type GateSize = { readonly concurrent: number; readonly waiting: number };

/** Lets a bounded number of tasks run at once, and a bounded number wait for their turn, first come first served. */
export class Gate {
  readonly #size: GateSize;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(size: GateSize) {
    this.#size = size;
  }

  /** Asks for a turn. `begin` runs when it comes, at once or later; null when too many wait already. */
  enter(begin: () => void): Turn | null {
    if (this.#running >= this.#size.concurrent && this.#waiting.size >= this.#size.waiting) return null;
    let state: "waiting" | "running" | "left" = "waiting";
    const start = (): void => {
      state = "running";
      this.#running += 1;
      begin();
    };
    const leave = (): void => {
      if (state === "running") {
        this.#running -= 1;
        this.#startNext();
      }
      state = "left";
      this.#waiting.delete(start);
    };
    this.#waiting.add(start);
    this.#startNext();
    return { leave };
  }

  #startNext(): void {
    if (this.#running >= this.#size.concurrent) return;
    const [next] = this.#waiting;
    if (!next) return;
    this.#waiting.delete(next);
    next();
  }
}

/** `leave` gives the turn back, or gives up waiting for it. Calling it twice is harmless. */
export type Turn = { leave(): void };
