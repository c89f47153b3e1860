import type { Station, StationDesk } from "../../services/station/station.ts";
import type { Log } from "./log.ts";

const RETRIED_AT_ONCE = 50;

/** Tells the desk which stations have left, and again later if it could not be kept: none may stay online for ever. */
export class Departures {
  readonly #desk: StationDesk;
  readonly #log: Log;
  readonly #owed = new Map<Station, string>();
  readonly #underWay = new Map<Station, Promise<void>>();

  constructor(desk: StationDesk, log: Log) {
    this.#desk = desk;
    this.#log = log;
  }

  depart(station: Station, reason: string): void {
    this.#owed.set(station, reason);
    this.#tell(station, reason);
  }

  /** Tries some of those again that could not be kept. */
  retry(): void {
    let started = 0;
    for (const [station, reason] of this.#owed) {
      if (this.#underWay.has(station)) continue;
      if (++started > RETRIED_AT_ONCE) return;
      this.#tell(station, reason);
    }
  }

  /** Resolves when every departure was tried once. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #tell(station: Station, reason: string): void {
    this.#underWay.set(station, this.#attempt(station, reason));
  }

  async #attempt(station: Station, reason: string): Promise<void> {
    await Promise.resolve(); // so that the attempt is in the table before it can leave it
    try {
      await this.#desk.close(station, reason);
      this.#owed.delete(station);
    } catch (error) {
      const { tenantId, chargePointId } = station;
      this.#log.warn({ tenantId, chargePointId, err: error }, "departure could not be kept; it is tried again");
    } finally {
      this.#underWay.delete(station);
    }
  }
}
