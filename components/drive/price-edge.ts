/** Not all phones at once. */
const SPREAD_MS = 3_000;
/** Asked again where nothing came of it, and on a phone whose clock is fast. */
const AGAIN_MS = 30_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls soon, at a moment that differs from phone to phone. Returns how to stop it. */
export function soon(call: () => void, afterMs = 0): () => void {
  const timer = setTimeout(call, Math.min(afterMs + 1_000 + Math.random() * SPREAD_MS, LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}

/** Has a price asked for again once it may be another, until it is stopped. Returns how to stop it. */
export function atPriceEdge(until: string | null, askAgain: () => void): () => void {
  if (until === null) return () => {};
  let stop = () => {};
  const arm = (afterMs: number) => {
    stop = soon(() => {
      arm(AGAIN_MS);
      askAgain();
    }, afterMs);
  };
  arm(Math.max(0, Date.parse(until) - Date.now()));
  return () => stop();
}
