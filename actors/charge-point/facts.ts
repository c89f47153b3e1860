/** What a charge point's actor hears: facts that are committed already. */
export type ChargePointFact =
  | { readonly type: "connected"; readonly hasBooted: boolean; readonly openSessions: readonly OpenSession[] }
  | { readonly type: "disconnected" }
  | { readonly type: "booted"; readonly isFirst: boolean }
  | { readonly type: "statusReported"; readonly connectorNumber: number; readonly status: string }
  | ({ readonly type: "sessionStarted"; readonly isAccepted: boolean } & OpenSession)
  | { readonly type: "sessionStopped"; readonly transactionId: number }
  | { readonly type: "messageReceived"; readonly action: string; readonly connectorNumber: number | null }
  | { readonly type: "commandAccepted"; readonly command: AcceptedCommand };

export type OpenSession = {
  readonly sessionId: string;
  /** The session's partition instant, Unix milliseconds. */
  readonly startedAtMs: number;
  readonly transactionId: number;
  readonly connectorNumber: number;
  readonly idToken: string;
};

/** A CALL of ours that the station said yes to. */
export type AcceptedCommand = {
  readonly commandId: string;
  readonly action: string;
  readonly request: Readonly<Record<string, unknown>>;
};

/** What the actor wants done. Effects do it through services; nothing here may throw or wait. */
export type ChargePointIntent =
  /** The station has not said how its connectors are: ask. */
  | { readonly type: "askStatus" }
  | { readonly type: "askConfiguration" }
  /** The session's stop never came and never will: close it with what is known. A late stop still corrects it. */
  | { readonly type: "abandonSession"; readonly session: OpenSession; readonly because: "newStart" | "connectorFree" }
  /** What a command asked for was seen to happen. */
  | { readonly type: "commandEffective"; readonly commandId: string };
