import type { ChargingRateUnit, InstalledProfile } from "./charging-profile.ts";
import type { ChargingStation } from "./charging-station.ts";
import { combineRates, type Limit } from "./combine-rates.ts";
import type { ProfileStack } from "./profile-stack.ts";
import { stackConnectorProfiles, stackStationProfiles } from "./stack-profiles.ts";
import { wholeSecond } from "./whole-second.ts";

export type LimitQuery = {
  readonly station: ChargingStation;
  readonly installed: readonly InstalledProfile[];
  /** 0: all connectors together. */
  readonly connectorId: number;
  readonly unit: ChargingRateUnit;
};

/** A limit, and the first instant at which it may be another one; Infinity when it never is. */
export type LimitUntil = Limit & { readonly untilMs: number };

/** Goes through time from edge to edge: between two of them no profile can say anything else. */
export class LimitSweep {
  readonly #query: LimitQuery;
  readonly #whole: ProfileStack;
  readonly #connectors: readonly ProfileStack[];

  /** @param fromMs Where the sweep begins, and a transaction is taken to start where there is none. */
  constructor(query: LimitQuery, fromMs: number) {
    const { station, installed, connectorId } = query;
    const connectorIds =
      connectorId === 0 ? Array.from({ length: station.connectorCount }, (_, index) => index + 1) : [connectorId];
    const startMs = wholeSecond(fromMs);
    this.#query = query;
    this.#whole = stackStationProfiles(installed, startMs);
    this.#connectors = connectorIds.map((id) => stackConnectorProfiles(station, installed, id, startMs));
  }

  /** @param atMs No earlier than the last one asked for. */
  at(atMs: number): LimitUntil {
    const { station, unit } = this.#query;
    const whole = this.#whole.prevailingAt(atMs);
    const connectors = this.#connectors.map((stack) => stack.prevailingAt(atMs));
    const rates = { connectors: connectors.map(({ rate }) => rate), station: whole.rate };
    const untilMs = connectors.reduce((soonest, { untilMs }) => Math.min(soonest, untilMs), whole.untilMs);
    return { ...combineRates(rates, station, unit), untilMs };
  }
}
