import type { ChargingRateUnit } from "./charging-profile.ts";
import type { ChargingStation } from "./charging-station.ts";

/** What one profile allows at an instant. */
export type Rate = { readonly limit: number; readonly unit: ChargingRateUnit; readonly phases: number | undefined };

/** What all profiles together allow. No `numberPhases` when none of them names any. */
export type Limit = { readonly limit: number; readonly numberPhases: number | undefined };

export type RatesAtOnce = {
  /** What the profiles of each connector allow; null where none limits it. */
  readonly connectors: readonly (Rate | null)[];
  /** What the ChargePointMaxProfile allows; null when there is none. */
  readonly station: Rate | null;
};

/**
 * The limit at one instant (OCPP 1.6, 3.13.3): the sum of what the connectors may draw, and no more than the whole station may.
 * A connector that no profile limits counts with its default. Phases are as few as the connector's and the station's profile
 * name, and amperes and watts are compared over those; over a sum of connectors they are the most that one of them uses.
 */
export function combineRates(rates: RatesAtOnce, station: ChargingStation, unit: ChargingRateUnit): Limit {
  const inUnit = ({ limit, unit: from }: Rate, phases = station.defaultPhases): number => {
    if (from === unit) return limit;
    return unit === "W" ? limit * station.voltageV * phases : limit / (station.voltageV * phases);
  };
  const defaultLimit = unit === "A" ? station.defaultLimitA : station.defaultLimitW;
  const phasesEach = rates.connectors.map((rate) => fewest(rate?.phases, rates.station?.phases));
  const sum = rates.connectors.reduce(
    (total, rate, index) => total + (rate ? inUnit(rate, phasesEach[index]) : defaultLimit),
    0,
  );
  const numberPhases = phasesEach.every((phases) => phases === undefined)
    ? undefined
    : Math.max(...phasesEach.map((phases) => phases ?? station.defaultPhases));
  const limit = rates.station ? Math.min(sum, inUnit(rates.station, numberPhases)) : sum;
  return { limit: toMillionths(limit), numberPhases };
}

const fewest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

/** So that the same limit, reached by two ways of reckoning, is the same number. */
const toMillionths = (limit: number): number => Math.round(limit * 1e6) / 1e6;
