import type { Clock } from "../../core/clock.ts";
import type { KeyedBuckets } from "../../core/rate-limit.ts";
import type { Station, StationDesk } from "../../services/station/station.ts";
import type { OcppLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import type { OcppMetrics } from "./metrics.ts";
import type { Timers } from "./timers.ts";

/** What all connections of a node share. */
export type ConnectionContext = {
  readonly desk: StationDesk;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly limits: OcppLimits;
  readonly metrics: OcppMetrics;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Log rows for frames that no handler sees, per station: a new socket brings no new allowance. */
  readonly oddFrameBudget: KeyedBuckets;
};

export const stationKey = (station: Pick<Station, "tenantId" | "chargePointId">): string =>
  `${station.tenantId}/${station.chargePointId}`;
