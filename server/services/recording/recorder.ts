import type { Logger } from "pino";
import type { Entry, Outcome } from "./facts.ts";
import type { DatabaseFailure } from "./judge-failure.ts";
import { pauseBeforeRetry } from "./until-possible.ts";

/** Keeps entries. The promise resolves after the commit, and only then may the station be answered. */
export interface Recorder {
  record(entry: Entry): Promise<Outcome>;
  /** Entries that wait for their transaction. */
  backlog(): number;
  /** Resolves when all that was handed in is committed, but for what the database does not take for now. */
  drain(): Promise<void>;
}

/** Commits entries as one transaction. An `Error` in place of an outcome concerns that entry alone. */
export type WriteBatch = (entries: readonly Entry[]) => Promise<readonly (Outcome | Error)[]>;

export type RecorderOptions = {
  readonly write: WriteBatch;
  /** All but what is refused is tried again until it succeeds. */
  readonly judge: (error: unknown) => DatabaseFailure;
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

/**
 * Group commit: while one transaction is on its way, what arrives meanwhile gathers for the next. So a quiet system
 * answers at once, and a busy one commits hundreds of messages together. Entries of one charge point must be handed in
 * one after the other (its socket does that): the order between entries of one batch is not kept.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { write, judge, log, maxBatch = 512, maxInFlight = 2 } = options;
  let waiting: Waiting[] = [];
  /** What failed by itself for a reason that may pass. It waits apart, so that it keeps nobody from their turn. */
  const aside: Waiting[] = [];
  let isMinding = false;
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
        if (judge(error) !== "away") return isolate(batch, error);
        log.warn({ err: error, entries: batch.length, attempt }, "commit failed, trying again");
        await pauseBeforeRetry(attempt);
      }
    }
  };

  /** One entry that the database does not take must not keep its neighbours: halve until it stands alone. */
  const isolate = async (batch: readonly Waiting[], error: unknown): Promise<void> => {
    const [only] = batch;
    if (only && batch.length === 1) {
      const isRefused = judge(error) === "refused";
      const { chargePointId, fact } = only.entry;
      log.error({ err: error, chargePointId, fact: fact.kind }, isRefused ? "entry refused" : "entry set aside");
      if (isRefused) only.reject(error);
      else setAside(only);
      return;
    }
    const middle = batch.length >> 1;
    await commit(batch.slice(0, middle));
    await commit(batch.slice(middle));
  };

  const setAside = (one: Waiting): void => {
    aside.push(one);
    if (isMinding) return;
    isMinding = true;
    void mindAside();
  };

  /** Tries them one by one; once one gets through, the others go with the next batch. */
  const mindAside = async (): Promise<void> => {
    for (let attempt = 0; aside.length > 0; attempt++) {
      await pauseBeforeRetry(attempt);
      const first = aside.shift();
      if (first) await commit([first]);
      if (first && aside.includes(first)) continue;
      waiting.push(...aside.splice(0));
      schedule();
    }
    isMinding = false;
  };

  return {
    record: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        schedule();
      }),
    backlog: () => waiting.length + aside.length,
    drain: () =>
      inFlight === 0 && waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => void idle.push(resolve)),
  };
}
