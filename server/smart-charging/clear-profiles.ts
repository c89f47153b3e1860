import type { ChargingProfilePurpose, InstalledProfile } from "./charging-profile.ts";

/** The fields of ClearChargingProfile (OCPP 1.6, 6.13). */
export type ClearFilter = {
  readonly id?: number | undefined;
  /** 0: what was set on the whole charge point. */
  readonly connectorId?: number | undefined;
  readonly chargingProfilePurpose?: ChargingProfilePurpose | undefined;
  readonly stackLevel?: number | undefined;
};

export type ClearOutcome = {
  /** Unknown: nothing matched. */
  readonly status: "Accepted" | "Unknown";
  readonly installed: readonly InstalledProfile[];
  readonly cleared: readonly InstalledProfile[];
};

/**
 * What ClearChargingProfile does to the profiles of a station (OCPP 1.6, 5.5). An id names one profile and decides alone;
 * otherwise a profile is cleared that matches all that is given, and every profile when nothing is.
 */
export function clearProfiles(installed: readonly InstalledProfile[], filter: ClearFilter): ClearOutcome {
  const matches = ({ connectorId, profile }: InstalledProfile): boolean =>
    filter.id === undefined
      ? connectorId === (filter.connectorId ?? connectorId) &&
        profile.chargingProfilePurpose === (filter.chargingProfilePurpose ?? profile.chargingProfilePurpose) &&
        profile.stackLevel === (filter.stackLevel ?? profile.stackLevel)
      : profile.chargingProfileId === filter.id;
  const cleared = installed.filter(matches);
  return {
    status: cleared.length > 0 ? "Accepted" : "Unknown",
    installed: installed.filter((entry) => !matches(entry)),
    cleared,
  };
}

/** What is left when the transaction of a connector has ended: a TxProfile was for that one only (OCPP 1.6, 3.13.1). */
export const withoutTransactionProfiles = (
  installed: readonly InstalledProfile[],
  connectorId: number,
): InstalledProfile[] =>
  installed.filter(
    (entry) => entry.connectorId !== connectorId || entry.profile.chargingProfilePurpose !== "TxProfile",
  );
