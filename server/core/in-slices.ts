import { setImmediate as nextTurn } from "node:timers/promises";

/** After so long a long computation lets the sockets have their turn: a station's answer must not wait for it. */
const SLICE_MS = 2;

/** Does work for each item in order, and yields to the event loop every few milliseconds. */
export async function inSlices<Item>(items: readonly Item[], work: (item: Item) => void): Promise<void> {
  let begunAt = performance.now();
  for (const item of items) {
    if (performance.now() - begunAt > SLICE_MS) {
      await nextTurn();
      begunAt = performance.now();
    }
    work(item);
  }
}
