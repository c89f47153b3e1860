import { type ChargingPeriod, chargingPeriods } from "../../metering/charging-periods.ts";
import { type EnergyFlag, sessionEnergy } from "../../metering/energy.ts";
import type { MeteredSession } from "../../metering/register-series.ts";
import type { CompiledTariff } from "../../tariff/compile-tariff.ts";
import { priceSession } from "../../tariff/price-session.ts";
import type { PricedSession } from "../../tariff/priced-session.ts";

export type WorkOutInput = {
  readonly metered: MeteredSession;
  readonly statuses: readonly { readonly atMs: number; readonly status: string }[];
  readonly maxPowerW: number | null;
  /** Null: nothing says what it costs. */
  readonly tariff: CompiledTariff | null;
  readonly timeZone: string;
  /** Where a session without a stop ends. */
  readonly untilMs: number;
};

export type WorkedOut = {
  readonly energyMwh: bigint;
  readonly energyFlags: readonly EnergyFlag[];
  readonly periods: readonly ChargingPeriod[];
  readonly priced: PricedSession | null;
};

/** What a session comes to, by all that was heard of it. The same for a running and an ended one. */
export function workOut(input: WorkOutInput): WorkedOut {
  const { metered, statuses, maxPowerW, tariff, timeZone, untilMs } = input;
  const energy = sessionEnergy(metered, { maxPowerW: maxPowerW ?? undefined });
  const periods = chargingPeriods({ session: metered, statuses, untilMs });
  const priced = tariff && priceSession({ tariff, timeZone, periods });
  return { energyMwh: energy.energyMwh, energyFlags: energy.flags, periods, priced };
}
