/** What stands at the cable's end. `batteryWh` is the real size; the station divides it by its speed factor. */
export type VehicleSpec = {
  readonly batteryWh: number;
  readonly socPercent: number;
  /** The driver's limit: charging pauses there (default 100). */
  readonly targetSocPercent?: number;
  /** The on-board charger (default 11 kW, three phases). */
  readonly maxAcW?: number;
  readonly acPhases?: 1 | 3;
  /** What the battery takes at a low state of charge, on DC (default 150 kW). */
  readonly maxDcW?: number;
};

export type ConnectorSpec = {
  readonly powerW: number;
  readonly kind: "AC" | "DC";
  /** AC only; default 1 up to 7.4 kW, 3 above. */
  readonly phases?: 1 | 3;
  /** The cable is part of the station and cannot be unlocked (default: DC). */
  readonly hasFixedCable?: boolean;
};

export const phasesOf = (spec: ConnectorSpec): 1 | 3 => spec.phases ?? (spec.powerW <= 7400 ? 1 : 3);

/** Share of its highest power that a battery takes: all of it up to 80 %, then falling straight to 8 % when full. */
export function acceptance(socPercent: number): number {
  if (socPercent <= 80) return 1;
  return 1 - 0.92 * Math.min(1, (socPercent - 80) / 20);
}

/** A car at a plug, with a battery made smaller by the speed factor so that it fills sooner at real power. */
export class Vehicle {
  readonly spec: VehicleSpec;
  readonly #capacityWh: number;
  #storedWh: number;

  constructor(spec: VehicleSpec, speed: number) {
    if (!(spec.batteryWh > 0)) throw new RangeError(`a battery needs a size above 0 Wh, got ${spec.batteryWh}`);
    this.spec = spec;
    this.#capacityWh = spec.batteryWh / speed;
    this.#storedWh = (this.#capacityWh * spec.socPercent) / 100;
  }

  get socPercent(): number {
    return (100 * this.#storedWh) / this.#capacityWh;
  }

  get isFull(): boolean {
    return this.socPercent >= (this.spec.targetSocPercent ?? 100) - 1e-6;
  }

  /** The power that flows now, in W, under the station's limit. */
  powerW(connector: ConnectorSpec, limitW: number): number {
    if (this.isFull) return 0;
    const batteryW = (this.spec.maxDcW ?? 150_000) * acceptance(this.socPercent);
    const carW = connector.kind === "DC" ? batteryW : Math.min(batteryW, this.#acW(connector));
    return Math.max(0, Math.min(connector.powerW, carW, limitW));
  }

  /** Charges for `elapsedMs` and returns the energy taken in Wh. Steps are short enough to follow the taper. */
  charge(connector: ConnectorSpec, limitW: number, elapsedMs: number): number {
    const roomWh = Math.max(0, (this.#capacityWh * (this.spec.targetSocPercent ?? 100)) / 100 - this.#storedWh);
    const steps = Math.min(120, Math.max(1, Math.ceil(elapsedMs / 1000)));
    let takenWh = 0;
    for (let step = 0; step < steps && takenWh < roomWh; step++) {
      const stepWh = (this.powerW(connector, limitW) * elapsedMs) / steps / 3_600_000;
      const addedWh = Math.min(stepWh, roomWh - takenWh);
      takenWh += addedWh;
      this.#storedWh += addedWh;
    }
    return takenWh;
  }

  #acW(connector: ConnectorSpec): number {
    const maxAcW = this.spec.maxAcW ?? 11_000;
    const carPhases = this.spec.acPhases ?? 3;
    const used = Math.min(carPhases, phasesOf(connector));
    return Math.min((maxAcW * used) / carPhases, (connector.powerW * used) / phasesOf(connector));
  }
}
