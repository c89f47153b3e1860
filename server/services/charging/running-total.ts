import { type ChargingPeriod, chargingPeriods } from "../../metering/charging-periods.ts";
import {
  isRegister,
  type MeteredSession,
  MOST_SESSION_MWH,
  type RegisterPoint,
} from "../../metering/register-series.ts";
import type { CompiledTariff } from "../../tariff/compile-tariff.ts";
import { PriceFold } from "../../tariff/price-fold.ts";
import type { PricedSession } from "../../tariff/priced-session.ts";
import { insertPoint } from "./insert-point.ts";
import type { Evidence } from "./load-evidence.ts";
import type { SessionRow } from "./load-session-rows.ts";
import { workOut } from "./work-out.ts";

export type RunningTerms = Pick<SessionRow, "startedAt" | "startEnergyMwh" | "maxPowerW" | "timeZone">;

export type Total = { readonly energyMwh: bigint; readonly priced: PricedSession | null };

type Status = Evidence["statuses"][number];

/** What is over: everything up to a reading before the newest, which nothing that comes in order can change. */
type Closed = {
  readonly untilMs: number;
  /** Where the reading at its end stands among the points. */
  readonly pointIndex: number;
  readonly energyMwh: bigint;
  readonly price: PriceFold | null;
};

/**
 * What a running session comes to, to the last digit as `workOut` says it of the whole; but only what came since the last
 * time is worked out. What was heard late, or of a time that is closed, makes it begin anew.
 */
export class RunningTotal {
  readonly #terms: RunningTerms;
  readonly #points: RegisterPoint[];
  readonly #statuses: Status[];
  /** Of how many phases registers were the sum. More than one answer, and single readings do not count: see `pointsOf`. */
  readonly #phases = new Set<number>();
  #tariff: CompiledTariff | null = null;
  #closed: Closed | null = null;

  constructor(terms: RunningTerms, evidence: Pick<Evidence, "points" | "statuses">) {
    this.#terms = terms;
    this.#points = [...evidence.points];
    this.#statuses = [...evidence.statuses];
    for (const { phases = 0 } of evidence.points) this.#phases.add(phases);
  }

  hearPoint(point: RegisterPoint): void {
    if (!insertPoint(this.#points, point)) return;
    this.#phases.add(point.phases ?? 0);
    if (this.#closed && point.atMs <= this.#closed.untilMs) this.#closed = null;
  }

  hearStatus(status: Status): void {
    this.#statuses.push(status);
    if (this.#closed && status.atMs < this.#closed.untilMs) this.#closed = null;
  }

  /** The total by the newest reading, at `untilMs`. A tariff of null prices nothing. */
  at(untilMs: number, tariff: CompiledTariff | null): Total {
    if (tariff !== this.#tariff) this.#closed = null;
    this.#tariff = tariff;
    if (this.#phases.size > 1) return this.#whole(untilMs);
    const periods = this.#openPeriods(untilMs);
    const lastClosed = this.#lastClosable(periods);
    const { price: closedPrice = null, energyMwh: closedMwh = 0n } = this.#closed ?? {};
    const price = closedPrice ?? (tariff && PriceFold.of({ tariff, timeZone: this.#terms.timeZone }));
    const energyMwh = closedMwh + sumMwh(periods);
    if (energyMwh >= MOST_SESSION_MWH) return this.#whole(untilMs);
    const over = periods.slice(0, lastClosed + 1);
    const end = over.at(-1);
    if (price) for (const period of over) price.add(period);
    if (end) {
      const pointIndex = this.#baseAt(end.endedAtMs);
      this.#closed = { untilMs: end.endedAtMs, pointIndex, energyMwh: closedMwh + sumMwh(over), price };
    }
    const open = this.#closed ? price?.fork() : price;
    if (open) for (const period of periods.slice(lastClosed + 1)) open.add(period);
    return { energyMwh, priced: open?.total() ?? null };
  }

  /** How many of the points, from the start, need not be gone through again. */
  get closedPoints(): number {
    return this.#closed?.pointIndex ?? 0;
  }

  /** The periods after what is closed. The reading at the seam is their base. */
  #openPeriods(untilMs: number): readonly ChargingPeriod[] {
    const session = this.#closed
      ? { startedAtMs: this.#closed.untilMs, readings: this.#points.slice(this.#closed.pointIndex) }
      : this.#wholeSession();
    return chargingPeriods({ session, statuses: this.#statuses, untilMs });
  }

  /**
   * The last period that no later reading changes; -1 for none. One with energy that ends at a reading: it is no idleness
   * that may yet become parking. And before the newest reading: another of the same instant would belong to it.
   */
  #lastClosable(periods: readonly ChargingPeriod[]): number {
    const newestMs = this.#points.at(-1)?.atMs ?? 0;
    return periods.findLastIndex(
      ({ energyMwh, endedAtMs }) => energyMwh > 0n && endedAtMs < newestMs && this.#baseAt(endedAtMs) >= 0,
    );
  }

  /** The last register of an instant; -1 where a period ends for another reason. */
  #baseAt(instantMs: number): number {
    for (let index = this.#points.length - 1; index >= 0; index--) {
      const point = this.#points[index];
      if (!point || point.atMs < instantMs) break;
      if (point.atMs === instantMs && isRegister(point.registerMwh)) return index;
    }
    return -1;
  }

  #whole(untilMs: number): Total {
    const { maxPowerW, timeZone } = this.#terms;
    const metered = this.#wholeSession();
    return workOut({ metered, statuses: this.#statuses, maxPowerW, tariff: this.#tariff, timeZone, untilMs });
  }

  #wholeSession(): MeteredSession {
    const { startedAt, startEnergyMwh: startRegisterMwh } = this.#terms;
    return { startedAtMs: startedAt.getTime(), startRegisterMwh, readings: this.#points };
  }
}

const sumMwh = (periods: readonly ChargingPeriod[]): bigint =>
  periods.reduce((sum, { energyMwh }) => sum + energyMwh, 0n);
