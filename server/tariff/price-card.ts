import type { ChargedPeriod } from "./charged-period.ts";
import type {
  CompiledComponent,
  CompiledLimit,
  CompiledRestrictions,
  CompiledTariff,
  ReasonKey,
} from "./compile-tariff.ts";
import { divideRounded } from "./decimal.ts";
import { priceSession } from "./price-session.ts";
import type { PricedSession } from "./priced-session.ts";

/** The order that AFIR Art. 5 (4) prescribes: per kWh, per minute, per session, other. */
export const CARD_UNITS = ["kWh", "minute", "session", "other"] as const;
export type CardUnit = (typeof CARD_UNITS)[number];

export type CardKind = "energy" | "time" | "occupancy" | "flat" | "reservationTime" | "reservationFlat";

/** One price as a consumer is shown it: VAT included. */
export type CardLine = {
  readonly unit: CardUnit;
  readonly kind: CardKind;
  readonly grossMicros: bigint;
  /** Null: no VAT applies. */
  readonly vatPpm: bigint | null;
  /** An occupancy fee begins after so many minutes: of the session (`time`), or once the car takes no more (`idle`). */
  readonly begins: { readonly on: "time" | "idle"; readonly afterMinutes: number } | null;
  readonly reasons: readonly ReasonKey[];
  readonly restrictions: CompiledRestrictions | null;
};

export type PriceCard = {
  readonly currency: string;
  readonly exponent: number;
  readonly lines: readonly CardLine[];
  readonly minPrice: CompiledLimit | null;
  readonly maxPrice: CompiledLimit | null;
};

const MS_PER_MINUTE = 60_000;
const PPM = 1_000_000n;
const gross = (netMicros: bigint, vatPpm: bigint | null, per = 1n): bigint =>
  divideRounded(netMicros * (PPM + (vatPpm ?? 0n)), PPM * per);

/** A tariff's prices in the order of the law, as they are shown to a guest before charging. What costs nothing is left out. */
export function toPriceCard(tariff: CompiledTariff): PriceCard {
  const { energy, time, parking, flat, reservationTime, reservationFlat } = tariff.slots;
  const line = (unit: CardUnit, kind: CardKind, per: bigint, begins?: "time" | "idle") => (part: CompiledComponent) => {
    const afterMinutes = Math.ceil((part.restrictions?.durationMs?.from ?? 0) / MS_PER_MINUTE);
    const isFee = begins === "idle" || (begins === "time" && afterMinutes > 0);
    return {
      unit,
      kind: isFee ? "occupancy" : kind,
      grossMicros: gross(part.priceMicros, part.vatPpm, per),
      vatPpm: part.vatPpm,
      begins: begins && isFee ? { on: begins, afterMinutes } : null,
      reasons: part.reasons,
      restrictions: part.restrictions,
    } satisfies CardLine;
  };
  const lines = [
    ...energy.map(line("kWh", "energy", 1n)),
    ...time.map(line("minute", "time", 60n, "time")),
    ...parking.map(line("minute", "occupancy", 60n, "idle")),
    ...flat.map(line("session", "flat", 1n)),
    ...reservationTime.map(line("other", "reservationTime", 60n)),
    ...reservationFlat.map(line("other", "reservationFlat", 1n)),
  ].filter(({ grossMicros }) => grossMicros !== 0n);
  const { currency, exponent, minPrice, maxPrice } = tariff;
  return { currency, exponent, lines, minPrice, maxPrice };
}

export type Example = {
  readonly startedAtMs: number;
  readonly energyMwh: bigint;
  readonly chargingMs: number;
  /** How long the car stays when it takes no more. */
  readonly parkingMs: number;
};

/** An example session as the engine is given it: charging at an even power, then parking. */
export function toExamplePeriods({ startedAtMs, energyMwh, chargingMs, parkingMs }: Example): readonly ChargedPeriod[] {
  const fullAtMs = startedAtMs + chargingMs;
  const charging: ChargedPeriod = { startedAtMs, endedAtMs: fullAtMs, energyMwh, kind: "charging" };
  if (parkingMs === 0) return [charging];
  return [charging, { startedAtMs: fullAtMs, endedAtMs: fullAtMs + parkingMs, energyMwh: 0n, kind: "parking" }];
}

/** How long an energy takes at a power, in whole seconds. */
export const chargingMsOf = (energyMwh: bigint, powerW: number): number =>
  Math.ceil((Number(energyMwh) * 18) / (5 * powerW)) * 1000;

/** What an energy costs at a power, by the engine that prices sessions. */
export function estimatePrice(
  tariff: CompiledTariff,
  timeZone: string,
  at: { readonly startedAtMs: number; readonly energyMwh: bigint; readonly powerW: number },
): PricedSession {
  const { startedAtMs, energyMwh, powerW } = at;
  const example = { startedAtMs, energyMwh, chargingMs: chargingMsOf(energyMwh, powerW), parkingMs: 0 };
  return priceSession({ tariff, timeZone, periods: toExamplePeriods(example) });
}
