import type { Moment } from "./active-component.ts";
import type { ChargedPeriod, MinMax } from "./charged-period.ts";
import type { CompiledTariff } from "./compile-tariff.ts";
import { nextWallEdge } from "./wall-edge.ts";
import type { Zone } from "./zone-offsets.ts";

/** A stretch within one period in which no restriction of the tariff can change its answer. */
export type Piece = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly energyMwh: bigint;
  readonly moment: Moment;
};

const DAY_MS = 86_400_000;
const NOTHING: MinMax = { min: 0, max: 0 };

/**
 * Walks a session's periods in order and cuts each where the tariff's restrictions may change: wall clock (daylight saving
 * included), energy used, duration. Energy is spread evenly over a period; cuts by energy hit their threshold exactly,
 * cuts by time round the energy down and leave the rest to the later piece, so that the pieces' sum is the period's energy.
 */
export class PeriodSplitter {
  readonly #tariff: CompiledTariff;
  readonly #zone: Zone;
  #usedMwh = 0n;
  #sessionStartMs: number | null = null;
  #reservationStartMs: number | null = null;
  #offsetMs = 0;
  #wallUntilMs = Number.NEGATIVE_INFINITY;

  constructor(tariff: CompiledTariff, zone: Zone) {
    this.#tariff = tariff;
    this.#zone = zone;
  }

  /** Goes on by itself from here. */
  fork(): PeriodSplitter {
    const fork = new PeriodSplitter(this.#tariff, this.#zone);
    fork.#usedMwh = this.#usedMwh;
    fork.#sessionStartMs = this.#sessionStartMs;
    fork.#reservationStartMs = this.#reservationStartMs;
    fork.#offsetMs = this.#offsetMs;
    fork.#wallUntilMs = this.#wallUntilMs;
    return fork;
  }

  split(period: ChargedPeriod, visit: (piece: Piece) => void): void {
    const endMs = period.endedAtMs;
    const originMs = this.#originOf(period);
    const [powerW, currentMa] = [powerOf(period), currentOf(period)];
    let fromMs = period.startedAtMs;
    let restMwh = period.energyMwh;
    do {
      const wallUntilMs = this.#wallBoundary(fromMs);
      const localMs = fromMs + this.#offsetMs;
      const localDay = Math.floor(localMs / DAY_MS);
      const moment: Moment = {
        localDay,
        localMs: localMs - localDay * DAY_MS,
        usedMwh: this.#usedMwh,
        elapsedMs: fromMs - originMs,
        powerW,
        currentMa,
      };
      let toMs = Math.min(endMs, wallUntilMs, originMs + this.#nextDurationMs(moment.elapsedMs));
      let energyMwh = toMs === endMs ? restMwh : (restMwh * BigInt(toMs - fromMs)) / BigInt(endMs - fromMs);
      const edgeMwh = this.#nextEnergyMwh();
      if (edgeMwh !== null && this.#usedMwh + energyMwh > edgeMwh) {
        energyMwh = edgeMwh - this.#usedMwh;
        toMs = fromMs + Number((energyMwh * BigInt(endMs - fromMs)) / restMwh);
      }
      visit({ fromMs, toMs, energyMwh, moment });
      this.#usedMwh += energyMwh;
      restMwh -= energyMwh;
      fromMs = toMs;
    } while (fromMs < endMs || restMwh > 0n);
  }

  /** A reservation has its own clock; the session's duration starts with charging or parking. */
  #originOf(period: ChargedPeriod): number {
    if (period.kind === "reservation") {
      this.#reservationStartMs ??= period.startedAtMs;
      return this.#reservationStartMs;
    }
    this.#sessionStartMs ??= period.startedAtMs;
    return this.#sessionStartMs;
  }

  /** The next instant at which the wall clock may matter. Periods come in order, so the last answer mostly still holds. */
  #wallBoundary(instantMs: number): number {
    const { wallMinutes } = this.#tariff;
    if (wallMinutes.length === 0) return Number.POSITIVE_INFINITY;
    if (instantMs < this.#wallUntilMs) return this.#wallUntilMs;
    const { offsetMs, untilMs } = nextWallEdge(wallMinutes, this.#zone, instantMs);
    this.#offsetMs = offsetMs;
    this.#wallUntilMs = untilMs;
    return this.#wallUntilMs;
  }

  #nextDurationMs(elapsedMs: number): number {
    for (const edgeMs of this.#tariff.durationEdgesMs) if (edgeMs > elapsedMs) return edgeMs;
    return Number.POSITIVE_INFINITY;
  }

  #nextEnergyMwh(): bigint | null {
    for (const edgeMwh of this.#tariff.energyEdgesMwh) if (edgeMwh > this.#usedMwh) return edgeMwh;
    return null;
  }
}

const toRange = (value: number | MinMax): MinMax => (typeof value === "number" ? { min: value, max: value } : value);

function powerOf(period: ChargedPeriod): MinMax | null {
  if (period.powerW !== undefined) return toRange(period.powerW);
  if (period.kind !== "charging") return NOTHING;
  const durationMs = period.endedAtMs - period.startedAtMs;
  return durationMs === 0 ? null : toRange((Number(period.energyMwh) * 3600) / durationMs);
}

function currentOf(period: ChargedPeriod): MinMax | null {
  if (period.currentMa !== undefined) return toRange(period.currentMa);
  return period.kind === "charging" ? null : NOTHING;
}
