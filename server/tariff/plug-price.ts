import type { CompiledComponent, CompiledTariff, ReasonKey, Slot } from "./compile-tariff.ts";
import { divideRounded } from "./decimal.ts";
import { priceSession } from "./price-session.ts";

/** In the order that AFIR, Art. 5(4), prescribes: per kWh, per minute, per session, then whatever else. */
export const PRICE_KINDS = ["energy", "time", "session", "occupancy"] as const;
export type PriceKind = (typeof PRICE_KINDS)[number];

/** One component as a driver reads it: VAT included (PAngV, § 3), amounts as decimal text of micros of the currency. */
export type PricePart = {
  readonly kind: PriceKind;
  readonly per: "kWh" | "minute" | "session";
  /** What counts outside the restrictions, else the first that applies. */
  readonly grossMicros: string;
  /** Both are `grossMicros` where the price does not vary. */
  readonly lowestGrossMicros: string;
  readonly highestGrossMicros: string;
  /** Seconds of connection after which it begins to count; 0: at once, for occupancy once the car takes no more. */
  readonly afterS: number;
  readonly variesBy: readonly ReasonKey[];
};

/** What a driver must see before the start. Plain JSON. */
export type PlugPrice = {
  readonly currency: string;
  /** Decimals of the currency's minor unit. */
  readonly exponent: number;
  readonly isFree: boolean;
  readonly parts: readonly PricePart[];
  readonly minGrossMicros: string | null;
  readonly maxGrossMicros: string | null;
  /** What an example comes to if it were begun now. */
  readonly estimates: readonly PriceEstimate[];
};

/** Energy in Wh; money in the currency's minor unit, as text. */
export type PriceEstimate = { readonly energyWh: number; readonly minutes: number; readonly grossMinor: string };

/** When and where a price card is read, and how fast is charged there. */
export type CardMoment = { readonly atMs: number; readonly timeZone: string; readonly powerW: number };

const SLOTS: readonly (readonly [Slot, PriceKind, PricePart["per"]])[] = [
  ["energy", "energy", "kWh"],
  ["time", "time", "minute"],
  ["flat", "session", "session"],
  ["parking", "occupancy", "minute"],
];
const ESTIMATED_WH = [20_000, 40_000] as const;

/** The price of a tariff as it is shown beside a station, in the legal order, with estimates by the engine that bills. */
export function plugPrice(tariff: CompiledTariff, moment: CardMoment): PlugPrice {
  const parts = SLOTS.flatMap(([slot, kind, per]) => partOf(tariff.slots[slot], kind, per) ?? []);
  const limit = (of: CompiledTariff["minPrice"]) => (of ? (of.grossMicros ?? of.netMicros).toString() : null);
  return {
    currency: tariff.currency,
    exponent: tariff.exponent,
    isFree:
      parts.every(({ highestGrossMicros }) => highestGrossMicros === "0") && (tariff.minPrice?.netMicros ?? 0n) === 0n,
    parts,
    minGrossMicros: limit(tariff.minPrice),
    maxGrossMicros: limit(tariff.maxPrice),
    estimates: ESTIMATED_WH.map((energyWh) => estimate(tariff, moment, energyWh)),
  };
}

function partOf(components: readonly CompiledComponent[], kind: PriceKind, per: PricePart["per"]): PricePart | null {
  const open = components.filter(({ onlyExpired }) => !onlyExpired);
  // An element without restrictions hides those that follow it.
  const lastAt = open.findIndex(({ restrictions }) => restrictions === null);
  const reachable = lastAt === -1 ? open : open.slice(0, lastAt + 1);
  const shown = open[lastAt] ?? open[0];
  if (!shown || reachable.every(({ priceMicros }) => priceMicros === 0n)) return null;
  const gross = reachable.map((component) => grossOf(component, per)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  // Where nothing counts outside the restrictions, it is free there; what only begins later is not cheaper for it.
  const begins = reachable.map(({ restrictions }) => restrictions?.durationMs?.from ?? 0);
  const reasons = [...new Set(reachable.flatMap((component) => component.reasons))];
  return {
    kind,
    per,
    grossMicros: grossOf(shown, per).toString(),
    lowestGrossMicros: (gross[0] ?? 0n).toString(),
    highestGrossMicros: (gross.at(-1) ?? 0n).toString(),
    afterS: Math.floor(Math.min(...begins) / 1000),
    variesBy: reasons.filter((reason) => reason !== "always" && reason !== "reservation"),
  };
}

/** OCPI prices hours; people are told minutes. */
function grossOf({ priceMicros, vatPpm }: CompiledComponent, per: PricePart["per"]): bigint {
  const millionth = 1_000_000n;
  const divisor = per === "minute" ? 60n * millionth : millionth;
  return divideRounded(priceMicros * (millionth + (vatPpm ?? 0n)), divisor);
}

function estimate(tariff: CompiledTariff, { atMs, timeZone, powerW }: CardMoment, energyWh: number): PriceEstimate {
  const durationMs = Math.round((energyWh / Math.max(powerW, 1)) * 3_600_000);
  const { grossMinor } = priceSession({
    tariff,
    timeZone,
    periods: [
      {
        startedAtMs: atMs,
        endedAtMs: atMs + durationMs,
        energyMwh: BigInt(energyWh) * 1000n,
        kind: "charging",
        powerW,
      },
    ],
  });
  return { energyWh, minutes: Math.round(durationMs / 60_000), grossMinor: grossMinor.toString() };
}
