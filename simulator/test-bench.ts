import { ChargePoint, type ChargePointOptions, stationUrl } from "./charge-point.ts";
import { CsmsStub } from "./csms-stub.ts";
import type { StationEvent } from "./events.ts";
import type { VehicleSpec } from "./power.ts";
import { SharedScheduler } from "./scheduler.ts";

/** Seconds of the stations' time that pass in one of the test's. */
const FACTOR = 200;
export const CAR: VehicleSpec = { batteryWh: 60_000, socPercent: 40 };

export const statusOf = (event: StationEvent, phase: string, connectorId = 1): boolean =>
  event.kind === "status" && event.connectorId === connectorId && event.phase === phase;

/** Waits until a statement about stub or station is true; looks every few milliseconds. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  const deadlineMs = performance.now() + 4000;
  while (!isTrue()) {
    if (performance.now() > deadlineMs) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Stations and a stub of a central system on a loopback socket, in time that runs 200 times faster. For tests only. */
export class TestBench {
  scheduler = new SharedScheduler({ factor: FACTOR });
  #csms: CsmsStub | undefined;
  #stations: ChargePoint[] = [];

  get csms(): CsmsStub {
    if (!this.#csms) throw new Error("open the bench first");
    return this.#csms;
  }

  async open(): Promise<void> {
    this.scheduler = new SharedScheduler({ factor: FACTOR });
    this.#csms = await CsmsStub.listen(this.scheduler);
  }

  async close(): Promise<void> {
    for (const station of this.#stations) station.losePower();
    this.#stations = [];
    await this.csms.close();
    this.scheduler.clear();
  }

  /** A station that is not started yet. */
  create = (options: Partial<ChargePointOptions> = {}): ChargePoint => {
    const identity = options.identity ?? `CP ${this.#stations.length + 1}`;
    const station = new ChargePoint({
      identity,
      url: stationUrl(this.csms.url, identity),
      scheduler: this.scheduler,
      callTimeoutMs: 60_000,
      ...options,
      configuration: { MeterValueSampleInterval: "10", ...options.configuration },
    });
    this.#stations.push(station);
    return station;
  };

  /** Accepted, every status told and the answers to it read. */
  online = async (options: Partial<ChargePointOptions> = {}): Promise<ChargePoint> => {
    const station = this.create(options);
    let told = 0;
    const unsubscribe = station.events.subscribe((event) => {
      if (event.kind === "answered" && event.action === "StatusNotification") told++;
    });
    station.start();
    await until(() => told > station.connectors.length, "online");
    unsubscribe();
    return station;
  };

  /** With a car on connector 1 and the start answered. */
  charging = async (options: Partial<ChargePointOptions> = {}, idTag = "CARD"): Promise<ChargePoint> => {
    const station = await this.online(options);
    station.plugIn(CAR);
    const answered = station.events.waitFor((event) => event.kind === "transactionAnswered");
    const outcome = await station.presentCard(idTag);
    if (outcome !== "started") throw new Error(`the card was ${outcome}`);
    await answered;
    return station;
  };
}
