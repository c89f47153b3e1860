/*
 * What OCPP 1.6 sends, in its own words and units: seconds, amperes, watts, instants as ISO 8601 text. `server/protocol/ocpp16`
 * checks the messages; what it has read fits these types.
 */

/** Amperes per phase, or watts over all phases. */
export type ChargingRateUnit = "A" | "W";

/** OCPP 1.6, 7.14. Without `numberPhases` three are assumed, where a number is needed. */
export type ChargingSchedulePeriod = {
  /** Seconds from the start of the schedule; ends the period before. */
  readonly startPeriod: number;
  readonly limit: number;
  readonly numberPhases?: number | undefined;
};

/** OCPP 1.6, 7.13. */
export type ChargingSchedule = {
  /** Seconds. Without it the last period goes on for ever, or until the next recurrence. */
  readonly duration?: number | undefined;
  readonly startSchedule?: string | undefined;
  readonly chargingRateUnit: ChargingRateUnit;
  readonly chargingSchedulePeriod: readonly ChargingSchedulePeriod[];
  /** A hint for a station that shares its power out; it limits nothing (3.13.4). */
  readonly minChargingRate?: number | undefined;
};

/** OCPP 1.6, 7.10. */
export type ChargingProfilePurpose = "ChargePointMaxProfile" | "TxDefaultProfile" | "TxProfile";

/** OCPP 1.6, 7.8. */
export type ChargingProfile = {
  readonly chargingProfileId: number;
  readonly transactionId?: number | undefined;
  readonly stackLevel: number;
  readonly chargingProfilePurpose: ChargingProfilePurpose;
  readonly chargingProfileKind: "Absolute" | "Recurring" | "Relative";
  readonly recurrencyKind?: "Daily" | "Weekly" | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
  readonly chargingSchedule: ChargingSchedule;
};

/** A profile and the connector that it was set on; 0 is the whole charge point. */
export type InstalledProfile = { readonly connectorId: number; readonly profile: ChargingProfile };
