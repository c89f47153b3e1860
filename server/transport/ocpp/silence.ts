import type { OcppLimits } from "./limits.ts";

/**
 * Counts ping intervals in which nothing came. Intervals, not instants: a clock that jumps must not cut off every station.
 * Some firmware never answers pings, and must not be cut off between two Heartbeats: it has three of their intervals.
 */
export class Silence {
  readonly #intervals: number;
  readonly #intervalsWithoutPong: number;
  #heard = true;
  #silent = 0;
  #answersPings = false;

  constructor(limits: Pick<OcppLimits, "pingIntervalMs" | "silentIntervals">, heartbeatIntervalS: number) {
    this.#intervals = limits.silentIntervals;
    const threeHeartbeats = Math.ceil((3 * heartbeatIntervalS * 1000) / limits.pingIntervalMs) + 1;
    this.#intervalsWithoutPong = Math.max(limits.silentIntervals, threeHeartbeats);
  }

  heard(): void {
    this.#heard = true;
  }

  answeredPing(): void {
    this.#answersPings = true;
  }

  /** Ends one interval; true when the silence has lasted too long. */
  isTooLong(): boolean {
    this.#silent = this.#heard ? 0 : this.#silent + 1;
    this.#heard = false;
    return this.#silent >= (this.#answersPings ? this.#intervals : this.#intervalsWithoutPong);
  }
}
