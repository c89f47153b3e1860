/** What decides about the limits of a charge point besides its charging profiles. */
export type ChargingStation = {
  /** Connectors are numbered 1 to this. */
  readonly connectorCount: number;
  /** Between one phase and neutral: changes amperes into watts. */
  readonly voltageV: number;
  /** What one connector gives while no profile of its own limits it, in either unit. */
  readonly defaultLimitA: number;
  readonly defaultLimitW: number;
  /** Phases where a profile names none but a number is needed: three, says OCPP 1.6, 7.14. */
  readonly defaultPhases: number;
  readonly transactions: readonly RunningTransaction[];
};

/** A transaction that has not ended; at most one for each connector. */
export type RunningTransaction = { readonly connectorId: number; readonly id: number; readonly startedAtMs: number };
