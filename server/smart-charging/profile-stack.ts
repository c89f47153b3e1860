import type { ChargingRateUnit } from "./charging-profile.ts";
import type { Rate } from "./combine-rates.ts";
import type { RunningSchedule } from "./running-schedule.ts";
import { type Stretch, stretchAt } from "./stretch-at.ts";

export type Layer = { readonly unit: ChargingRateUnit; readonly schedule: RunningSchedule };

/** What a stack says at an instant (null: nothing), and until when that cannot change. */
export type Prevailing = { readonly rate: Rate | null; readonly untilMs: number };

/** Of no instant, so that the first question finds out. */
const UNKNOWN: Stretch = { period: null, fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.NEGATIVE_INFINITY };

/**
 * Profiles of which the first that runs prevails (OCPP 1.6, 3.13.2); one whose schedule is over or has not begun gives way to
 * the next (5.16.4). Asked for one instant after another it looks only at what lies above the prevailing profile, and finds
 * out anew only about what has changed.
 */
export class ProfileStack {
  readonly #layers: (Layer & { stretch: Stretch })[];

  /** @param layers The one that prevails over all others first. */
  constructor(layers: readonly Layer[]) {
    this.#layers = layers.map((layer) => ({ ...layer, stretch: UNKNOWN }));
  }

  /** @param atMs No earlier than the last one asked for. */
  prevailingAt(atMs: number): Prevailing {
    let untilMs = Number.POSITIVE_INFINITY;
    for (const layer of this.#layers) {
      if (layer.stretch.untilMs <= atMs) layer.stretch = stretchAt(layer.schedule, atMs);
      const { period, untilMs: changesMs } = layer.stretch;
      untilMs = Math.min(untilMs, changesMs);
      if (period) return { rate: { limit: period.limit, unit: layer.unit, phases: period.numberPhases }, untilMs };
    }
    return { rate: null, untilMs };
  }
}
