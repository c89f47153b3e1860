import type { ChargingProfile, ChargingRateUnit, ChargingSchedule, InstalledProfile } from "./charging-profile.ts";
import type { RunningTransaction } from "./charging-station.ts";

/** What a station can hold, by its configuration keys (OCPP 1.6, 9.4); what it has not told limits nothing. */
export type ProfileCapabilities = {
  readonly connectorCount: number;
  readonly transactions: readonly RunningTransaction[];
  /** ChargeProfileMaxStackLevel */
  readonly maxStackLevel?: number | undefined;
  /** ChargingScheduleMaxPeriods */
  readonly maxPeriods?: number | undefined;
  /** MaxChargingProfilesInstalled */
  readonly maxInstalled?: number | undefined;
  /** ChargingScheduleAllowedChargingRateUnit: Current is A, Power is W */
  readonly units?: readonly ChargingRateUnit[] | undefined;
  /** 7.13 lets `startSchedule` out, for a schedule that starts with the charging. Many stations do not; no key tells. */
  readonly takesAbsoluteWithoutStart?: boolean | undefined;
};

export type ProfileRefusal =
  | "unknownConnector"
  | "stackLevelOutOfRange"
  | "unitNotAllowed"
  | "noPeriod"
  | "tooManyPeriods"
  /** The first period starts later than the schedule, or one does not start after the one before. */
  | "periodsOutOfOrder"
  /** A limit or duration below zero, or phases other than 1, 2 or 3. */
  | "valueOutOfRange"
  | "noStartSchedule"
  | "noRecurrencyKind"
  /** A ChargePointMaxProfile is for connector 0 only. */
  | "stationProfileOnConnector"
  /** A ChargePointMaxProfile is tied to no transaction that it could be relative to. */
  | "relativeStationProfile"
  /** A TxProfile is for one connector. */
  | "transactionProfileOnStation"
  | "noTransaction"
  | "otherTransaction";

/**
 * Why a station refuses a SetChargingProfile (OCPP 1.6, 3.13.1, 5.16.4), or null. Its number of profiles is another question:
 * see `installProfile`.
 */
export function refuseProfile(
  { connectorId, profile }: InstalledProfile,
  station: ProfileCapabilities,
): ProfileRefusal | null {
  const { maxStackLevel = Number.POSITIVE_INFINITY } = station;
  if (!(connectorId >= 0 && connectorId <= station.connectorCount)) return "unknownConnector";
  if (!(profile.stackLevel >= 0 && profile.stackLevel <= maxStackLevel)) return "stackLevelOutOfRange";
  return (
    refuseSchedule(profile.chargingSchedule, station) ??
    refuseKind(profile, station) ??
    refusePurpose(connectorId, profile, station)
  );
}

function refuseSchedule(schedule: ChargingSchedule, station: ProfileCapabilities): ProfileRefusal | null {
  const { chargingSchedulePeriod: periods, duration = 0 } = schedule;
  const { units, maxPeriods = Number.POSITIVE_INFINITY } = station;
  if (units && !units.includes(schedule.chargingRateUnit)) return "unitNotAllowed";
  if (periods.length === 0) return "noPeriod";
  if (periods.length > maxPeriods) return "tooManyPeriods";
  const isInOrder = periods.every(({ startPeriod }, index) => {
    const previous = periods[index - 1];
    return previous ? startPeriod > previous.startPeriod : startPeriod === 0;
  });
  if (!isInOrder) return "periodsOutOfOrder";
  const isInRange = periods.every(({ limit, numberPhases = 3 }) => limit >= 0 && [1, 2, 3].includes(numberPhases));
  return isInRange && duration >= 0 ? null : "valueOutOfRange";
}

function refuseKind(profile: ChargingProfile, station: ProfileCapabilities): ProfileRefusal | null {
  const { chargingProfileKind: kind, chargingSchedule } = profile;
  if (kind === "Recurring" && profile.recurrencyKind === undefined) return "noRecurrencyKind";
  if (kind === "Relative" || chargingSchedule.startSchedule !== undefined) return null;
  return kind === "Absolute" && station.takesAbsoluteWithoutStart ? null : "noStartSchedule";
}

function refusePurpose(
  connectorId: number,
  profile: ChargingProfile,
  station: ProfileCapabilities,
): ProfileRefusal | null {
  switch (profile.chargingProfilePurpose) {
    case "ChargePointMaxProfile":
      if (connectorId !== 0) return "stationProfileOnConnector";
      return profile.chargingProfileKind === "Relative" ? "relativeStationProfile" : null;
    case "TxDefaultProfile":
      return null;
    case "TxProfile": {
      if (connectorId === 0) return "transactionProfileOnStation";
      const transaction = station.transactions.find((candidate) => candidate.connectorId === connectorId);
      if (!transaction) return "noTransaction";
      const { transactionId = transaction.id } = profile; // 7.8: it MAY be used to match
      return transactionId === transaction.id ? null : "otherTransaction";
    }
  }
}
