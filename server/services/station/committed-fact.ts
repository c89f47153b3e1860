/** What a charge point's actor hears: facts that are committed already. */
export type ChargePointFact =
  | {
      readonly type: "connected";
      readonly hasBooted: boolean;
      readonly openSessions: readonly OpenSession[];
      /** NumberOfConnectors of its configuration; null: it has not told. */
      readonly connectorCount: number | null;
    }
  | { readonly type: "disconnected" }
  /** `isAccepted`: it is served from now on; `isFirst`: for the first time. */
  | { readonly type: "booted"; readonly isAccepted: boolean; readonly isFirst: boolean }
  | { readonly type: "connectorsCounted"; readonly connectorCount: number }
  | { readonly type: "statusReported"; readonly connectorNumber: number; readonly status: string }
  | ({ readonly type: "sessionStarted" } & OpenSession)
  | { readonly type: "sessionStopped"; readonly transactionId: number }
  | { readonly type: "messageReceived"; readonly action: string; readonly connectorNumber: number | null }
  /** It leaves now; that it does is all there is to commit, so this is heard before any effect of it. */
  | { readonly type: "commandSent"; readonly command: SentCommand }
  | { readonly type: "commandAccepted"; readonly command: AcceptedCommand }
  /** It was refused, or failed, or nothing is known of it. */
  | { readonly type: "commandFailed"; readonly commandId: string };

export type OpenSession = {
  readonly sessionId: string;
  /** The session's partition instant, Unix milliseconds. */
  readonly startedAtMs: number;
  readonly transactionId: number;
  readonly connectorNumber: number;
  readonly idToken: string;
  /** False: its card was refused. */
  readonly isAccepted: boolean;
};

/** A CALL of ours. */
export type SentCommand = {
  readonly commandId: string;
  readonly action: string;
  readonly request: Readonly<Record<string, unknown>>;
};

/** A CALL of ours that the station said yes to. */
export type AcceptedCommand = SentCommand & {
  /** The status of its answer: some say yes to what is still to come (Scheduled, RebootRequired). */
  readonly status: unknown;
};
