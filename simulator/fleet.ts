import { ChargePoint } from "./charge-point.ts";
import type { Connector } from "./connector.ts";
import { visit } from "./driver.ts";
import type { StationEvent } from "./events.ts";
import type { Flash } from "./flash.ts";
import type { ConnectorSpec } from "./power.ts";
import { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

export type FleetStation = {
  readonly identity: string;
  /** Full WebSocket address including the identity. */
  readonly url: string;
  readonly password?: string;
  readonly connectors?: readonly ConnectorSpec[];
  readonly vendor?: string;
  readonly model?: string;
};

export type FleetOptions = {
  readonly stations: readonly FleetStation[];
  readonly idTags: readonly string[];
  readonly unknownIdTags?: readonly string[];
  readonly scheduler: Scheduler;
  /** Shortens batteries and waits (default 1); power, energy and timestamps stay real. */
  readonly speed?: number;
  readonly seed?: number;
  /** MeterValueSampleInterval to begin with, in seconds. */
  readonly sampleIntervalS?: number;
  /** False: the stations idle, nobody comes and nothing breaks. */
  readonly hasDrivers?: boolean;
  /** What the stations kept from an earlier run, by identity. */
  readonly flash?: Readonly<Record<string, Flash>>;
};

export type FleetStatus = {
  readonly stations: number;
  readonly online: number;
  readonly charging: number;
  readonly occupied: number;
  readonly faulted: number;
  readonly powerW: number;
  /** Transaction messages that wait for delivery. */
  readonly queued: number;
};

const TICK_MS = 1000;
/** Connections begun per second: a fleet that starts all at once is a storm, not a demo. */
const CONNECTS_PER_S = 250;
/** Mean times for one connector or station at speed 1. */
const MEAN_IDLE_MS = 40 * 60_000;
const MEAN_BETWEEN_SPELLS_MS = 6 * 3_600_000;
const MEAN_BETWEEN_FAULTS_MS = 12 * 3_600_000;
const UNKNOWN_CARD_SHARE = 0.04;
/** At least this share of all connectors is in use, so that there is always something to see. */
const BUSY_SHARE = 0.3;
const FAULTS = ["GroundFailure", "OverCurrentFailure", "HighTemperature", "EVCommunicationError"] as const;

/** Many stations with drivers, faults and gaps in the network. One shared tick decides for all of them. */
export class Fleet {
  readonly stations: readonly ChargePoint[];
  readonly #options: FleetOptions;
  readonly #random: Random;
  readonly #speed: number;
  readonly #busy = new Set<Connector>();
  readonly #tagsInUse = new Set<string>();
  readonly #troubled = new Set<ChargePoint>();
  #isRunning = false;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#random = new Random(options.seed ?? 1);
    this.#speed = options.speed ?? 1;
    const hasDrivers = options.hasDrivers ?? true;
    if (hasDrivers && options.idTags.length === 0)
      throw new RangeError("a fleet with drivers needs at least one id tag");
    this.stations = options.stations.map((station) => {
      const flash = options.flash?.[station.identity];
      return new ChargePoint({
        ...station,
        scheduler: options.scheduler,
        speed: this.#speed,
        random: this.#random.fork(station.identity),
        ...(flash && { flash }),
        ...(options.sampleIntervalS !== undefined && {
          configuration: { MeterValueSampleInterval: String(options.sampleIntervalS) },
        }),
      });
    });
  }

  start(): void {
    this.#isRunning = true;
    this.stations.forEach((station, index) => {
      this.#after((index * 1000) / CONNECTS_PER_S, () => station.start());
    });
    if (this.#options.hasDrivers ?? true) this.#after(TICK_MS, () => this.#tick());
  }

  /** Without `isGraceful` this is a power loss: sessions stay open, nothing is told to anybody. */
  async stop(options: { readonly isGraceful: boolean }): Promise<void> {
    this.#isRunning = false;
    if (options.isGraceful) await Promise.all(this.stations.map((station) => station.shutDown()));
    else for (const station of this.stations) station.losePower();
  }

  /** Every event of every station; returns the function that ends it. */
  subscribe(listener: (station: ChargePoint, event: StationEvent) => void): () => void {
    const ends = this.stations.map((station) => station.events.subscribe((event) => listener(station, event)));
    return () => {
      for (const end of ends) end();
    };
  }

  status(): FleetStatus {
    const connectors = this.stations.flatMap((station) => station.connectors);
    return {
      stations: this.stations.length,
      online: this.stations.filter((station) => station.isOnline).length,
      charging: connectors.filter(({ phase }) => phase === "Charging").length,
      occupied: connectors.filter(({ vehicle }) => vehicle !== undefined).length,
      faulted: connectors.filter(({ phase }) => phase === "Faulted").length,
      powerW: Math.round(connectors.reduce((sum, { powerW }) => sum + powerW, 0)),
      queued: this.stations.reduce((sum, { queueLength }) => sum + queueLength, 0),
    };
  }

  #after(delayMs: number, run: () => void): void {
    this.#options.scheduler.after(delayMs, () => this.#isRunning && run());
  }

  #tick(): void {
    this.#sendDrivers();
    for (const station of this.stations) this.#maybeTrouble(station);
    this.#after(TICK_MS, () => this.#tick());
  }

  #sendDrivers(): void {
    const free = this.stations
      .filter((station) => station.isOnline)
      .flatMap((station) => station.connectors.map((connector) => ({ station, connector })))
      .filter(({ connector }) => connector.phase === "Available" && !this.#busy.has(connector));
    const total = this.stations.reduce((sum, { connectors }) => sum + connectors.length, 0);
    const floor = Math.min(total, Math.max(4, Math.ceil(total * BUSY_SHARE)));
    // A fifth of the floor a second: the first wave is there within seconds, and does not come as one block.
    let hurried = Math.min(floor - this.#busy.size, Math.max(2, Math.ceil(floor / 5)));
    const arrivalChance = Math.min(1, (TICK_MS * this.#speed) / MEAN_IDLE_MS);
    for (; hurried > 0 && free.length > 0; hurried--) {
      const [place] = free.splice(Math.floor(this.#random.next() * free.length), 1);
      if (place) this.#sendDriver(place.station, place.connector, true);
    }
    for (const { station, connector } of free) {
      if (this.#random.chance(arrivalChance)) this.#sendDriver(station, connector, false);
    }
  }

  #sendDriver(station: ChargePoint, connector: Connector, isHurried: boolean): void {
    const idTag = this.#pickTag(isHurried);
    if (idTag === undefined) return;
    this.#busy.add(connector);
    this.#tagsInUse.add(idTag);
    const random = this.#random.fork(`${station.identity}/${connector.id}`);
    void visit({ station, connector, idTag, random, isHurried, isOn: () => this.#isRunning && station.isPowered }).then(
      () => {
        this.#busy.delete(connector);
        this.#tagsInUse.delete(idTag);
      },
    );
  }

  /** A card nobody uses now, because a CSMS may refuse a card that charges elsewhere; any card when all are in use. */
  #pickTag(isHurried: boolean): string | undefined {
    const { idTags, unknownIdTags = [] } = this.#options;
    if (!isHurried && this.#random.chance(UNKNOWN_CARD_SHARE)) {
      const unknown = this.#random.pick(unknownIdTags);
      if (unknown !== undefined) return unknown;
    }
    return this.#random.pick(idTags.filter((tag) => !this.#tagsInUse.has(tag))) ?? this.#random.pick(idTags);
  }

  #maybeTrouble(station: ChargePoint): void {
    if (!station.isOnline || this.#troubled.has(station)) return;
    const perTick = TICK_MS * this.#speed;
    if (this.#random.chance(perTick / MEAN_BETWEEN_SPELLS_MS)) {
      this.#trouble(
        station,
        this.#random.between(3, 20) * 60_000,
        () => station.goOffline(),
        () => station.goOnline(),
      );
      return;
    }
    const connector = this.#random.pick(station.connectors);
    const errorCode = this.#random.pick(FAULTS);
    if (!connector || !errorCode || !this.#random.chance(perTick / MEAN_BETWEEN_FAULTS_MS)) return;
    this.#trouble(
      station,
      this.#random.between(2, 15) * 60_000,
      () => connector.fault(errorCode),
      () => connector.clearFault(),
    );
  }

  #trouble(station: ChargePoint, lastsMs: number, begin: () => void, end: () => void): void {
    this.#troubled.add(station);
    begin();
    this.#after(lastsMs / this.#speed, () => {
      this.#troubled.delete(station);
      end();
    });
  }
}
