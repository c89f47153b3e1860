import { between, type Random } from "./random.ts";

/** Between two meters' first values: no value of one is ever one of another. */
const RANGE_WH = 2_000_000;

/** A connector's meter. Every value it shows is shown once; it never stands still, and it may be exchanged for a lower one. */
export class Meter {
  readonly #random: Random;
  readonly #lowest: number;
  #wh: number;
  #isExchanged = false;

  constructor(number: number, random: Random) {
    this.#random = random;
    this.#lowest = number * RANGE_WH;
    this.#wh = this.#lowest + RANGE_WH / 2;
  }

  /** What it shows, without going on. */
  get wh(): number {
    return this.#wh;
  }

  next(): number {
    this.#wh += between(this.#random, 1, 90);
    return this.#wh;
  }

  /** Once in its life the meter is replaced by one that has counted less. */
  exchange(): void {
    if (!this.#isExchanged) this.#wh = this.#lowest;
    this.#isExchanged = true;
  }
}
