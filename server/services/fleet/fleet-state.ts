import { isDeepStrictEqual } from "node:util";
import { isConnectorStatus, stateFamily } from "../../core/connector-state.ts";
import { addSites, emptySite, type SiteState } from "../../core/site-state.ts";
import type { DomainEvent } from "../ports.ts";

/** A charge point in service, as far as the overview shows it. */
export type FleetStation = {
  readonly id: string;
  readonly identity: string;
  readonly siteId: string | null;
  readonly isOnline: boolean;
  /** The status of each connector by its number; null: never reported. */
  readonly connectors: ReadonlyMap<number, string | null>;
  /** The power of each running session by its id, in watts; null: not told. */
  readonly sessions: ReadonlyMap<string, number | null>;
};

/**
 * A company's fleet in memory, kept by facts as they happen. Each fact carries the value that holds from then on, so that hearing
 * one twice, or one that the rows read already told, changes nothing.
 */
export class FleetState {
  readonly #stations = new Map<string, FleetStation>();
  readonly #sites = new Map<string | null, SiteState>();
  readonly #changed = new Set<string | null>();

  /** `before`: what screens were shown until now; what differs from it counts as changed. */
  constructor(stations: readonly FleetStation[], before: FleetState | null = null) {
    for (const station of stations) this.#replace(station.id, station);
    this.#changed.clear();
    if (!before) return;
    for (const siteId of new Set([...before.#sites.keys(), ...this.#sites.keys()])) {
      const [old, now] = [before.#sites.get(siteId), this.#sites.get(siteId)];
      if (before.#changed.has(siteId) || !isDeepStrictEqual(old, now)) this.#changed.add(siteId);
    }
  }

  get hasChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** How every site with charge points stands. */
  all(): readonly SiteState[] {
    return [...this.#sites.values()];
  }

  station(id: string): FleetStation | undefined {
    return this.#stations.get(id);
  }

  /** How the sites stand that changed since this was last asked. */
  takeChanged(): readonly SiteState[] {
    const changed = [...this.#changed].map((siteId) => this.#sites.get(siteId) ?? emptySite(siteId));
    this.#changed.clear();
    return changed;
  }

  /** Takes a fact in. False for one that only the database can answer: a charge point that was made, moved or retired. */
  apply(event: DomainEvent): boolean {
    switch (event.type) {
      case "connectionChanged":
        return this.#change(event.chargePointId, (station) => ({ ...station, isOnline: event.isOnline }));
      case "connectorStatusChanged": {
        const { connectorNumber, status } = event;
        if (connectorNumber === 0) return true;
        return this.#change(event.chargePointId, (station) => ({
          ...station,
          connectors: new Map(station.connectors).set(connectorNumber, status),
        }));
      }
      case "sessionChanged": {
        const { id, state, powerW } = event.session;
        return this.#change(event.chargePointId, (station) => {
          const sessions = new Map(station.sessions);
          if (state === "active") sessions.set(id, powerW);
          else sessions.delete(id);
          return { ...station, sessions };
        });
      }
      case "chargePointChanged":
        return event.cause !== "created" && event.cause !== "edited" && event.cause !== "retired";
      default:
        return true;
    }
  }

  #change(id: string, change: (station: FleetStation) => FleetStation): boolean {
    const station = this.#stations.get(id);
    if (!station) return false;
    this.#replace(id, change(station));
    return true;
  }

  #replace(id: string, after: FleetStation): void {
    const before = this.#stations.get(id);
    if (before) this.#put(before, -1);
    this.#stations.set(id, after);
    this.#put(after, 1);
  }

  #put(station: FleetStation, sign: 1 | -1): void {
    const { siteId } = station;
    this.#sites.set(siteId, addSites(this.#sites.get(siteId) ?? emptySite(siteId), shareOf(station), sign));
    this.#changed.add(siteId);
  }
}

/** What one charge point is of its site. */
function shareOf({ siteId, isOnline, connectors, sessions }: FleetStation): SiteState {
  const families = { ...emptySite(siteId).families };
  for (const status of connectors.values()) {
    families[stateFamily({ status: status && isConnectorStatus(status) ? status : null, isOnline })] += 1;
  }
  const powerW = isOnline ? [...sessions.values()].reduce<number>((sum, watts) => sum + (watts ?? 0), 0) : 0;
  return { siteId, stations: 1, online: isOnline ? 1 : 0, families, sessions: sessions.size, powerW };
}
