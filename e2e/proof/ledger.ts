/** What the harness knows: written down outside of the processes that are killed. */

export type Sample = { readonly timestamp: string; readonly sampledValue: readonly object[]; readonly wh: number };

export type SessionEntry = {
  readonly chargePointId: string;
  readonly connectorId: number;
  readonly meterStart: number;
  readonly timestamp: string;
  /** Every id that an answer to this start gave; one, if all is well. */
  readonly transactionIds: Set<number>;
  readonly samples: { readonly sample: Sample; isAnswered: boolean }[];
  stop: { readonly meterStop: number; readonly timestamp: string; isAnswered: boolean } | null;
};

export type StatusEntry = { readonly chargePointId: string; readonly info: string; isAnswered: boolean };

export class Ledger {
  readonly sessions: SessionEntry[] = [];
  readonly statuses: StatusEntry[] = [];
  /** Ids of all CALLs but Heartbeat; true once answered. */
  readonly calls = new Map<string, boolean>();
  answered = 0;
  repeated = 0;
  /** CALLs that wait for their answer now. */
  inFlight = 0;
  /** Anything but a CALLRESULT. */
  readonly errors: string[] = [];
}
