import type { ChargingSchedule, ChargingSchedulePeriod } from "./charging-profile.ts";
import { type LimitQuery, LimitSweep } from "./limit-sweep.ts";
import { wholeSecond } from "./whole-second.ts";

export type CompositeQuery = LimitQuery & { readonly fromMs: number; readonly durationSeconds: number };

/**
 * What a charge point should answer to GetCompositeSchedule (OCPP 1.6, 5.7, 3.13.3), for one connector or (0) for all together.
 * Neighbours of the same limit and phases are one period. Running transactions are taken to go on; where there is none, one is
 * taken to start with the schedule. Limits are exact to a millionth, though the wire has tenths: they are for showing, and for
 * comparing with what a station answers.
 */
export function compositeSchedule({ fromMs, durationSeconds, ...query }: CompositeQuery): ChargingSchedule {
  const startMs = wholeSecond(fromMs);
  const endMs = startMs + durationSeconds * 1000;
  const sweep = new LimitSweep(query, startMs);
  const periods: ChargingSchedulePeriod[] = [];
  for (let atMs = startMs; atMs < endMs; ) {
    const { limit, numberPhases, untilMs } = sweep.at(atMs);
    const last = periods.at(-1);
    if (!last || last.limit !== limit || last.numberPhases !== numberPhases) {
      const startPeriod = (atMs - startMs) / 1000;
      periods.push(numberPhases === undefined ? { startPeriod, limit } : { startPeriod, limit, numberPhases });
    }
    atMs = untilMs;
  }
  return {
    duration: durationSeconds,
    startSchedule: new Date(startMs).toISOString(),
    chargingRateUnit: query.unit,
    chargingSchedulePeriod: periods,
  };
}
