/** What a charge point reported, ready to be kept. Instants are judged already; the station's own words stay beside. */

export type BootFact = {
  readonly kind: "boot";
  readonly at: Date;
  readonly accepted: boolean;
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber: string | null;
  readonly firmwareVersion: string | null;
  readonly iccid: string | null;
  readonly imsi: string | null;
  readonly meterType: string | null;
  readonly meterSerialNumber: string | null;
};

export type StatusFact = {
  readonly kind: "status";
  readonly connectorNumber: number;
  /** False: the connector may have no row yet, and is made. */
  readonly isKnown: boolean;
  readonly status: string;
  readonly errorCode: string;
  readonly info: string | null;
  readonly vendorErrorCode: string | null;
  readonly at: Date;
  readonly receivedAt: Date;
};

export type Reading = {
  /** The session, or the charge point for a reading outside of one. */
  readonly subjectId: string;
  /** The session's start; null outside of one: then the first acceptance fixes it. */
  readonly partitionAt: Date | null;
  /** SHA-256, 16 bytes, over connector, raw instant and sampled values as they came. */
  readonly digest: Uint8Array;
  readonly connectorNumber: number;
  readonly transactionId: number | null;
  readonly at: Date;
  readonly rawAt: string;
  readonly receivedAt: Date;
  readonly energyMwh: bigint | null;
  readonly energyPhases: number | null;
  readonly powerW: number | null;
  readonly currentMa: number | null;
  readonly socPercent: number | null;
  /** JSON text of the sampled values. */
  readonly samples: string;
  readonly flags: readonly string[];
};

export type ReadingsFact = {
  readonly kind: "readings";
  readonly readings: readonly Reading[];
  /** The session has ended already: it must be worked out anew. */
  readonly lateFor: { readonly id: string; readonly startedAt: Date } | null;
};

export type StartFact = {
  readonly kind: "start";
  readonly connectorNumber: number;
  readonly idToken: string;
  readonly rawAt: string;
  readonly at: Date;
  /** The station had no usable clock: its words may repeat without being a repetition. */
  readonly clockSuspect: boolean;
  readonly hasZone: boolean;
  readonly receivedAt: Date;
  readonly meterStart: string;
  readonly startEnergyMwh: bigint;
  readonly reservationId: number | null;
  readonly idTokenId: string | null;
  readonly idTokenVerdict: string;
  readonly driverId: string | null;
  readonly tariffId: string | null;
  readonly tariffVersionId: string | null;
  readonly tariffSource: string | null;
  readonly currency: string | null;
  readonly suspect: readonly string[];
  readonly chargePointIdentity: string;
  readonly siteId: string | null;
  readonly timeZone: string;
};

export type StopFact = {
  readonly kind: "stop";
  readonly transactionId: number;
  /** The session that it ends; null when none is known. */
  readonly session: { readonly id: string; readonly startedAt: Date } | null;
  /** It named no transaction; the session is the one that it fits. */
  readonly isGuess: boolean;
  readonly digest: Uint8Array;
  /** When the session ends by it. */
  readonly at: Date;
  readonly rawAt: string;
  readonly receivedAt: Date;
  readonly stopEnergyMwh: bigint;
  readonly reason: string;
  readonly idToken: string | null;
  readonly suspect: readonly string[];
  /** JSON text of the request, kept when it ends nothing. */
  readonly payload: string;
  readonly readings: readonly Reading[];
};

export type NoFact = { readonly kind: "none" };

export type Fact = BootFact | StatusFact | ReadingsFact | StartFact | StopFact | NoFact;

/** What became of a fact. */
export type Outcome =
  | { readonly kind: "kept" }
  | {
      readonly kind: "started";
      readonly transactionId: number;
      readonly sessionId: string;
      readonly startedAt: Date;
      /** The same start was kept before. */
      readonly isRepeat: boolean;
      readonly isEnded: boolean;
    }
  | { readonly kind: "stopped"; readonly sessionId: string; readonly startedAt: Date; readonly isRepeat: boolean }
  /** It ended nothing. Whether it was kept apart before, in the same words. */
  | { readonly kind: "unmatched"; readonly isRepeat: boolean };

/** The log row of the exchange that brought the fact; its answer is known once the outcome is. */
export type ExchangeLog = {
  readonly id: string;
  readonly direction: "in" | "out";
  readonly at: Date;
  readonly messageId: string | null;
  readonly action: string | null;
  /** JSON text, or null. */
  readonly request: string | null;
  readonly raw: string | null;
  readonly errorCode: string | null;
  readonly errorDescription: string | null;
  readonly answeredAt: Date | null;
  readonly quirks: readonly string[];
  /** JSON text of the answer, or null. */
  readonly response: (outcome: Outcome) => string | null;
};

/** What is committed as one: a fact and the log of the message that told it. */
export type Entry = {
  readonly tenantId: string;
  readonly chargePointId: string;
  readonly epoch: number;
  readonly fact: Fact;
  readonly log: ExchangeLog | null;
};
