import type { ChargePoint } from "./charge-point.ts";
import type { Connector } from "./connector.ts";
import type { VehicleSpec } from "./power.ts";
import type { Random } from "./random.ts";

export type Visit = {
  readonly station: ChargePoint;
  readonly connector: Connector;
  readonly idTag: string;
  readonly random: Random;
  /** Comes without the usual fumbling: the fleet wants somebody charging now. */
  readonly isHurried: boolean;
  /** False once the fleet stops: the driver lets go of everything. */
  readonly isOn: () => boolean;
};

/** Cars as they drive around: battery, on-board charger, what DC power they take. */
const CARS = [
  { batteryWh: 40_000, maxAcW: 7400, acPhases: 1, maxDcW: 50_000 },
  { batteryWh: 52_000, maxAcW: 11_000, acPhases: 3, maxDcW: 100_000 },
  { batteryWh: 60_000, maxAcW: 11_000, acPhases: 3, maxDcW: 170_000 },
  { batteryWh: 77_000, maxAcW: 11_000, acPhases: 3, maxDcW: 135_000 },
  { batteryWh: 90_000, maxAcW: 22_000, acPhases: 3, maxDcW: 150_000 },
] as const satisfies readonly Partial<VehicleSpec>[];

const LOOK_EVERY_MS = 1000;
const MEAN_STAY_MS = 50 * 60_000;

/**
 * One driver's visit: cable and card in either order, charging until the car is full or the driver is back, cable out. Waits
 * are shortened by the station's speed. Resolves when the connector is free again.
 */
export async function visit(plan: Visit): Promise<void> {
  const { station, connector, idTag, random, isOn } = plan;
  const fumbleMs = (): number =>
    plan.isHurried ? random.between(300, 1500) : random.between(3000, 20_000) / station.speed;
  const car = randomCar(random);
  const isCardFirst = random.chance(0.3);
  if (isCardFirst) {
    const outcome = await station.presentCard(idTag, connector.id);
    if (outcome !== "waitingForCable") return;
    await wait(station, fumbleMs());
    if (isOn() && !connector.vehicle) connector.plugIn(car);
  } else {
    connector.plugIn(car);
    await wait(station, fumbleMs());
    if (isOn()) await station.presentCard(idTag, connector.id);
  }
  await charge(plan);
  if (!isOn()) return;
  await wait(station, random.between(2000, 15_000) / station.speed);
  connector.unplug();
}

/** Stays while the transaction runs; ends it by card, or by pulling the cable, when full or when the time is over. */
async function charge({ station, connector, idTag, random, isOn }: Visit): Promise<void> {
  const leavesAtMs = station.scheduler.now() + Math.max(5 * 60_000, random.exponential(MEAN_STAY_MS)) / station.speed;
  while (isOn() && connector.transaction) {
    if (station.scheduler.now() >= leavesAtMs || (connector.vehicle?.isFull && random.chance(0.1))) {
      if (random.chance(0.7)) await station.presentCard(idTag, connector.id);
      else connector.unplug();
      return;
    }
    await wait(station, LOOK_EVERY_MS);
  }
}

function randomCar(random: Random): VehicleSpec {
  const car = random.pick(CARS) ?? CARS[0];
  return { ...car, socPercent: random.between(8, 60), targetSocPercent: random.chance(0.6) ? 80 : 100 };
}

const wait = (station: ChargePoint, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    station.scheduler.after(delayMs, resolve);
  });
