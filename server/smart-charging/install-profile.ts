import type { InstalledProfile } from "./charging-profile.ts";
import { type ProfileCapabilities, type ProfileRefusal, refuseProfile } from "./refuse-profile.ts";

export type InstallOutcome =
  | {
      readonly status: "Accepted";
      readonly installed: readonly InstalledProfile[];
      readonly replaced: readonly InstalledProfile[];
    }
  | { readonly status: "Rejected"; readonly reason: ProfileRefusal | "tooManyProfiles" };

/**
 * What SetChargingProfile does to the profiles of a station (OCPP 1.6, 5.16.3, 5.16.4). The new one replaces those with its id,
 * wherever they are, and the one with its purpose and stack level. Of the latter there may be one on each connector, though
 * 3.13.2 says "in a Charge Point": 3.13.1 has a TxDefaultProfile on a connector beside the one on connector 0.
 */
export function installProfile(
  installed: readonly InstalledProfile[],
  request: InstalledProfile,
  station: ProfileCapabilities,
): InstallOutcome {
  const reason = refuseProfile(request, station);
  if (reason) return { status: "Rejected", reason };
  const isReplaced = ({ connectorId, profile }: InstalledProfile): boolean =>
    profile.chargingProfileId === request.profile.chargingProfileId ||
    (connectorId === request.connectorId &&
      profile.chargingProfilePurpose === request.profile.chargingProfilePurpose &&
      profile.stackLevel === request.profile.stackLevel);
  const replaced = installed.filter(isReplaced);
  const next = [...installed.filter((entry) => !isReplaced(entry)), request];
  const { maxInstalled = Number.POSITIVE_INFINITY } = station;
  if (next.length > maxInstalled) return { status: "Rejected", reason: "tooManyProfiles" };
  return { status: "Accepted", installed: next, replaced };
}
