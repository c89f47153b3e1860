import type { ChargingProfile, ChargingSchedule } from "../smart-charging/charging-profile.ts";
import type { ChargingStation } from "../smart-charging/charging-station.ts";

type ProfileParts = Partial<Omit<ChargingProfile, "chargingSchedule">> & Partial<ChargingSchedule>;

/** A TxDefaultProfile of 16 A from the start of the transaction on, but for what is given. */
export function chargingProfile(parts: ProfileParts = {}): ChargingProfile {
  const {
    duration,
    startSchedule,
    chargingRateUnit = "A",
    chargingSchedulePeriod,
    minChargingRate,
    ...profile
  } = parts;
  return {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: startSchedule === undefined ? "Relative" : "Absolute",
    ...profile,
    chargingSchedule: {
      duration,
      startSchedule,
      chargingRateUnit,
      chargingSchedulePeriod: chargingSchedulePeriod ?? [{ startPeriod: 0, limit: 16 }],
      minChargingRate,
    },
  };
}

/** Two connectors of 32 A on three phases, nothing charging, but for what is given. */
export const chargingStation = (parts: Partial<ChargingStation> = {}): ChargingStation => ({
  connectorCount: 2,
  voltageV: 230,
  defaultLimitA: 32,
  defaultLimitW: 22_080,
  defaultPhases: 3,
  transactions: [],
  ...parts,
});
