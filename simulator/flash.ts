import type { Payload } from "./events.ts";
import type { MeterValue } from "./sample.ts";

/** A transaction that has begun and not ended; `localId` is the station's own number until the CSMS names one. */
export type OpenTransaction = {
  readonly localId: number;
  readonly connectorId: number;
  readonly idTag: string;
  parentIdTag?: string;
  readonly startWh: number;
  /** What the stop will carry as transactionData. */
  readonly collected: MeterValue[];
  /** Last instant at which the station was alive: what a stop after a power loss is dated with. */
  lastSeenMs: number;
};

export type TransactionAction = "StartTransaction" | "MeterValues" | "StopTransaction";

/** `payload` is final but for the transaction id, which is put in front when the answer to the start has named it. */
export type QueuedMessage = {
  readonly localId: number;
  readonly action: TransactionAction;
  readonly payload: Payload;
  failures: number;
};

export type CachedTag = { readonly status: string; readonly expiryDate?: string; readonly parentIdTag?: string };

/** What survives a reboot and a power loss. Plain JSON: whoever wants to may store it and hand it in again. */
export type Flash = {
  configuration: Record<string, string>;
  /** Set by ChangeConfiguration AuthorizationKey; wins over the password handed in. */
  passwordHex?: string;
  registersWh: Record<number, number>;
  /** Connectors taken out of service by ChangeAvailability; 0 is the whole station. */
  inoperative: number[];
  cache: Record<string, CachedTag>;
  transactions: OpenTransaction[];
  queue: QueuedMessage[];
  transactionIds: Record<number, number>;
  nextLocalId: number;
};

export const emptyFlash = (): Flash => ({
  configuration: {},
  registersWh: {},
  inoperative: [],
  cache: {},
  transactions: [],
  queue: [],
  transactionIds: {},
  nextLocalId: 1,
});
