import { judgeFailure } from "./judge-failure.ts";

const RETRY_FIRST_MS = 50;
const RETRY_MOST_MS = 2_000;
/** What has not succeeded by then needs a person. */
const MOST_MS = 3_600_000;

/** The pause before the next try, ever longer. Jitter keeps several nodes from coming back in step. */
export const pauseBeforeRetry = (attempt: number): Promise<void> =>
  new Promise((resolve) => {
    const ms = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** attempt);
    setTimeout(resolve, ms * (0.5 + Math.random() / 2));
  });

/**
 * Does work that must not be lost to a moment without the database: again and again until it succeeds, unless it can never
 * succeed, or `isOver` says that nobody waits for it any more. The work must be safe to repeat.
 */
export async function untilPossible<T>(work: () => Promise<T>, isOver: () => boolean = () => false): Promise<T> {
  const begunMs = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (judgeFailure(error) === "refused" || isOver() || performance.now() - begunMs > MOST_MS) throw error;
      await pauseBeforeRetry(attempt);
    }
  }
}
