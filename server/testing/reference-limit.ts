import type { ChargingProfile, ChargingRateUnit, ChargingSchedulePeriod } from "../smart-charging/charging-profile.ts";
import type { RunningTransaction } from "../smart-charging/charging-station.ts";
import type { LimitQuery } from "../smart-charging/limit-sweep.ts";

const DAY_MS = 86_400_000;

/**
 * The limit at one instant by the words of OCPP 1.6, slowly: through all profiles, through all recurrences, through all periods.
 * Shares no code with the product. Instants of the profiles must be whole seconds.
 *
 * @param assumedStartMs Where a transaction is taken to start when there is none.
 */
export function referenceLimit(
  { station, installed, connectorId, unit }: LimitQuery,
  atMs: number,
  assumedStartMs: number,
): { readonly limit: number; readonly numberPhases: number | undefined } {
  const on = (connector: number, purpose: ChargingProfile["chargingProfilePurpose"]): ChargingProfile[] =>
    installed
      .filter((entry) => entry.connectorId === connector && entry.profile.chargingProfilePurpose === purpose)
      .map(({ profile }) => profile);

  // 3.13.1: limits all connectors together.
  const maximum = prevailing(on(0, "ChargePointMaxProfile"), assumedStartMs, atMs);

  const parts: { amount: number; phases: number | undefined }[] = [];
  const connectors: number[] = [];
  if (connectorId > 0) connectors.push(connectorId);
  else for (let number = 1; number <= station.connectorCount; number += 1) connectors.push(number);

  for (const connector of connectors) {
    const transaction = station.transactions.find((candidate) => candidate.connectorId === connector);
    const startMs = transaction?.startedAtMs ?? assumedStartMs;
    // 3.13.1: for this transaction only, and only while there is one.
    const specific = on(connector, "TxProfile").filter((profile) => isForTransaction(profile, transaction, atMs));
    // 3.13.1: what was set on connector 0 is for each connector, unless the connector has its own in its place.
    const own = on(connector, "TxDefaultProfile");
    const shared = on(0, "TxDefaultProfile").filter((profile) =>
      own.every((mine) => mine.stackLevel !== profile.stackLevel),
    );
    const found = prevailing(specific, startMs, atMs) ?? prevailing([...own, ...shared], startMs, atMs);

    const names = [found?.period.numberPhases, maximum?.period.numberPhases].filter((phases) => phases !== undefined);
    const phases = names.length === 0 ? undefined : Math.min(...names);
    if (found) parts.push({ amount: converted(found, phases), phases });
    else parts.push({ amount: unit === "A" ? station.defaultLimitA : station.defaultLimitW, phases });
  }

  let limit = 0;
  for (const { amount } of parts) limit += amount;
  let numberPhases: number | undefined;
  if (parts.some(({ phases }) => phases !== undefined)) {
    numberPhases = 0;
    for (const { phases } of parts) numberPhases = Math.max(numberPhases, phases ?? station.defaultPhases);
  }
  // 3.13.3: the smaller value counts.
  if (maximum && converted(maximum, numberPhases) < limit) limit = converted(maximum, numberPhases);
  return { limit, numberPhases };

  function converted(found: Found, phases: number | undefined): number {
    const voltsOfAllPhases = station.voltageV * (phases ?? station.defaultPhases);
    if (found.unit === "W" && unit === "A") return found.period.limit / voltsOfAllPhases; // 7.12
    if (found.unit === "A" && unit === "W") return found.period.limit * voltsOfAllPhases;
    return found.period.limit;
  }
}

type Found = { readonly period: ChargingSchedulePeriod; readonly unit: ChargingRateUnit };

function isForTransaction(
  profile: ChargingProfile,
  transaction: RunningTransaction | undefined,
  atMs: number,
): boolean {
  if (!transaction || atMs < transaction.startedAtMs) return false;
  return profile.transactionId === undefined || profile.transactionId === transaction.id;
}

/** 3.13.2: the highest stack level of those that run. */
function prevailing(profiles: readonly ChargingProfile[], startMs: number, atMs: number): Found | null {
  let best: ChargingProfile | null = null;
  for (const profile of profiles) {
    if (runningPeriod(profile, startMs, atMs) && (!best || profile.stackLevel > best.stackLevel)) best = profile;
  }
  const period = best && runningPeriod(best, startMs, atMs);
  return best && period ? { period, unit: best.chargingSchedule.chargingRateUnit } : null;
}

function runningPeriod(profile: ChargingProfile, startMs: number, atMs: number): ChargingSchedulePeriod | null {
  const { validFrom, validTo, chargingSchedule: schedule } = profile;
  if (validFrom !== undefined && atMs < Date.parse(validFrom)) return null;
  if (validTo !== undefined && atMs >= Date.parse(validTo)) return null;
  let beganMs = startMs;
  if (profile.chargingProfileKind !== "Relative" && schedule.startSchedule !== undefined) {
    beganMs = Date.parse(schedule.startSchedule);
  }
  if (profile.chargingProfileKind === "Recurring") {
    // "The schedule restarts periodically at the first schedule period" (7.9): the last time before this instant.
    const days = profile.recurrencyKind === "Weekly" ? 7 : 1;
    while (beganMs > atMs) beganMs -= days * DAY_MS;
    while (beganMs + days * DAY_MS <= atMs) beganMs += days * DAY_MS;
  }
  const elapsedSeconds = (atMs - beganMs) / 1000;
  if (elapsedSeconds < 0) return null;
  if (schedule.duration !== undefined && elapsedSeconds >= schedule.duration) return null; // 5.16.4
  let reached: ChargingSchedulePeriod | null = null;
  for (const period of schedule.chargingSchedulePeriod) if (period.startPeriod <= elapsedSeconds) reached = period;
  return reached;
}
