import type { ChargingProfile, ChargingProfilePurpose, InstalledProfile } from "./charging-profile.ts";
import type { ChargingStation } from "./charging-station.ts";
import { type Layer, ProfileStack } from "./profile-stack.ts";
import { toRunningSchedule } from "./running-schedule.ts";
import { wholeSecond } from "./whole-second.ts";

/** The profiles that limit all connectors together (OCPP 1.6, 3.13.1): on connector 0 only, tied to no transaction. */
export function stackStationProfiles(installed: readonly InstalledProfile[], fromMs: number): ProfileStack {
  return new ProfileStack(pick(installed, "ChargePointMaxProfile", 0).map((profile) => toLayer(profile, fromMs)));
}

/**
 * The profiles that limit one connector (OCPP 1.6, 3.13.1). At each instant a TxProfile of its transaction overrules every
 * TxDefaultProfile. One for connector 0 is for each connector, but replaced by the connector's own of the same stack level.
 *
 * @param fromMs Where a transaction is taken to start when there is none, as a station does that is asked for its schedule.
 */
export function stackConnectorProfiles(
  { transactions }: ChargingStation,
  installed: readonly InstalledProfile[],
  connectorId: number,
  fromMs: number,
): ProfileStack {
  const transaction = transactions.find((candidate) => candidate.connectorId === connectorId);
  const chargingFromMs = wholeSecond(transaction?.startedAtMs ?? fromMs);
  const own = pick(installed, "TxDefaultProfile", connectorId);
  const ownLevels = new Set(own.map(({ stackLevel }) => stackLevel));
  const shared = pick(installed, "TxDefaultProfile", 0).filter(({ stackLevel }) => !ownLevels.has(stackLevel));
  const defaults = [...own, ...shared].sort(byLevel).map((profile) => toLayer(profile, chargingFromMs));
  if (!transaction) return new ProfileStack(defaults);
  const specific = pick(installed, "TxProfile", connectorId)
    .filter(({ transactionId }) => transactionId === undefined || transactionId === transaction.id)
    .map((profile) => toLayer(profile, chargingFromMs, chargingFromMs));
  return new ProfileStack([...specific, ...defaults]);
}

const byLevel = (a: ChargingProfile, b: ChargingProfile): number => b.stackLevel - a.stackLevel;

function pick(
  installed: readonly InstalledProfile[],
  purpose: ChargingProfilePurpose,
  connectorId: number,
): ChargingProfile[] {
  return installed
    .filter((entry) => entry.connectorId === connectorId && entry.profile.chargingProfilePurpose === purpose)
    .map(({ profile }) => profile)
    .sort(byLevel);
}

/** @param holdsFromMs A TxProfile says nothing about the time before its transaction. */
function toLayer(profile: ChargingProfile, chargingFromMs: number, holdsFromMs = Number.NEGATIVE_INFINITY): Layer {
  const schedule = toRunningSchedule(profile, chargingFromMs);
  const validFromMs = Math.max(schedule.validFromMs, holdsFromMs);
  return { unit: profile.chargingSchedule.chargingRateUnit, schedule: { ...schedule, validFromMs } };
}
