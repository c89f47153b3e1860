import type { Logger } from "pino";
import type { Entry, Outcome } from "./facts.ts";

/** Keeps entries. The promise resolves after the commit, and only then may the station be answered. */
export interface Recorder {
  record(entry: Entry): Promise<Outcome>;
  /** Entries that wait for their transaction. */
  backlog(): number;
  /** Resolves when all that was handed in is committed. */
  drain(): Promise<void>;
}

/** Commits entries as one transaction. An `Error` in place of an outcome concerns that entry alone. */
export type WriteBatch = (entries: readonly Entry[]) => Promise<readonly (Outcome | Error)[]>;

export type RecorderOptions = {
  readonly write: WriteBatch;
  /** True for failures that pass: the database is away, a deadlock. They are tried again until they succeed. */
  readonly isTransient: (error: unknown) => boolean;
  readonly log: Logger;
  /** Entries of one transaction at most. */
  readonly maxBatch?: number;
  /** Transactions under way at once at most. */
  readonly maxInFlight?: number;
};

type Waiting = {
  readonly entry: Entry;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

const RETRY_FIRST_MS = 50;
const RETRY_MOST_MS = 2_000;

/**
 * Group commit: while one transaction is on its way, what arrives meanwhile gathers for the next. So a quiet system
 * answers at once, and a busy one commits hundreds of messages together. Entries of one charge point must be handed in
 * one after the other (its socket does that): the order between entries of one batch is not kept.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { write, isTransient, log, maxBatch = 512, maxInFlight = 2 } = options;
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let isScheduled = false;
  let idle: (() => void)[] = [];

  const schedule = () => {
    // A second transaction leaves only with a full load: splitting a small one costs a commit and saves nothing.
    const mayLeave = waiting.length > 0 && (inFlight === 0 || (inFlight < maxInFlight && waiting.length >= maxBatch));
    if (isScheduled || !mayLeave) return;
    isScheduled = true;
    setImmediate(leave);
  };

  const leave = () => {
    isScheduled = false;
    const batch = waiting.slice(0, maxBatch);
    waiting = waiting.slice(maxBatch);
    if (batch.length === 0) return;
    inFlight += 1;
    void commit(batch).then(() => {
      inFlight -= 1;
      if (inFlight === 0 && waiting.length === 0) {
        for (const wake of idle) wake();
        idle = [];
      }
      schedule();
    });
    schedule();
  };

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const outcomes = await write(batch.map(({ entry }) => entry));
        batch.forEach(({ resolve, reject }, index) => {
          const outcome = outcomes[index];
          if (outcome === undefined || outcome instanceof Error) reject(outcome ?? new Error("no outcome"));
          else resolve(outcome);
        });
        return;
      } catch (error) {
        if (!isTransient(error)) return isolate(batch, error);
        log.warn({ err: error, entries: batch.length, attempt }, "commit failed, trying again");
        await pause(Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** attempt));
      }
    }
  };

  /** One entry that the database refuses must not take its neighbours with it: halve until it stands alone. */
  const isolate = async (batch: readonly Waiting[], error: unknown): Promise<void> => {
    const [only] = batch;
    if (batch.length <= 1) {
      log.error({ err: error, chargePointId: only?.entry.chargePointId, fact: only?.entry.fact.kind }, "entry refused");
      only?.reject(error);
      return;
    }
    const middle = batch.length >> 1;
    await commit(batch.slice(0, middle));
    await commit(batch.slice(middle));
  };

  return {
    record: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        schedule();
      }),
    backlog: () => waiting.length,
    drain: () =>
      inFlight === 0 && waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => void idle.push(resolve)),
  };
}

/** Jitter keeps several nodes from coming back in step. */
const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random() / 2)));
