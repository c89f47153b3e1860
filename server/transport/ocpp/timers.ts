/** Delays are handed in, so that tests own them. The returned function cancels. */
export interface Timers {
  after(delayMs: number, work: () => void): () => void;
  every(periodMs: number, work: () => void): () => void;
}

/** Timers that never keep the process alive. */
export const systemTimers: Timers = {
  after: (delayMs, work) => {
    const timer = setTimeout(work, delayMs).unref();
    return () => clearTimeout(timer);
  },
  every: (periodMs, work) => {
    const timer = setInterval(work, periodMs).unref();
    return () => clearInterval(timer);
  },
};
