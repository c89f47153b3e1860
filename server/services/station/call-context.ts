import type { LiveSessions } from "../charging/live-sessions.ts";
import type { Lookups } from "../charging/lookups.ts";
import type { SettlementQueue } from "../charging/settlement-queue.ts";
import type { Deps } from "../context.ts";
import type { Fact, Outcome } from "../recording/facts.ts";
import type { Recorder } from "../recording/recorder.ts";
import type { ChargePointFact } from "./committed-fact.ts";
import type { Station } from "./station.ts";

/** What the gateway's services work with, built once. */
export type StationDeps = Deps & {
  readonly recorder: Recorder;
  readonly lookups: Lookups;
  readonly live: LiveSessions;
  readonly settlements: SettlementQueue;
  /** Tells the charge point's actor. Only queues: cannot throw. */
  readonly tellActor: (station: Station, fact: ChargePointFact) => void;
};

/** One CALL of one station while it is being served. */
export type CallContext = {
  readonly deps: StationDeps;
  readonly station: Station;
  readonly receivedAt: Date;
  /**
   * Commits a fact together with the log of the exchange, and resolves after the commit with what became of it and the
   * answer that `reply` made of that. The answer stands in the log, so it is made inside the commit.
   */
  keep<Reply extends object>(
    fact: Fact,
    reply: (outcome: Outcome) => Reply,
  ): Promise<{ readonly outcome: Outcome; readonly reply: Reply }>;
};
