import type { CompiledComponent, CompiledLimit, CompiledTariff, ReasonKey, Slot } from "./compile-tariff.ts";
import { divideRounded } from "./decimal.ts";

/** The price of one dimension, as it is shown beside a charge point. */
export type Headline = {
  readonly unit: "kWh" | "h" | "once";
  /** Net, of the element without restrictions, or else of the first one. */
  readonly netMicros: bigint;
  readonly grossMicros: bigint;
  /** Null: no VAT applies. */
  readonly vatPpm: bigint | null;
  /** Lowest and highest net price of the dimension; equal when it does not vary. */
  readonly lowestNetMicros: bigint;
  readonly highestNetMicros: bigint;
  /** Nothing applies outside the restrictions: then the dimension is free. */
  readonly isFreeOtherwise: boolean;
  /** What the price depends on; empty when on nothing. */
  readonly variesBy: readonly ReasonKey[];
};

export type TariffSummary = {
  readonly currency: string;
  readonly exponent: number;
  /** Null where the tariff does not price the dimension. */
  readonly headlines: Readonly<Record<Slot, Headline | null>>;
  readonly minPrice: CompiledLimit | null;
  readonly maxPrice: CompiledLimit | null;
  /** No component has a price: a free-of-charge tariff. */
  readonly isFree: boolean;
};

const UNIT = {
  energy: "kWh",
  time: "h",
  parking: "h",
  flat: "once",
  reservationTime: "h",
  reservationFlat: "once",
} as const satisfies Record<Slot, Headline["unit"]>;

/** What a tariff costs at a glance. It says nothing of step sizes; the full rules are the tariff's elements. */
export function describeTariff(tariff: CompiledTariff): TariffSummary {
  const headline = (slot: Slot): Headline | null => toHeadline(slot, tariff.slots[slot]);
  const all = Object.values(tariff.slots).flat();
  return {
    currency: tariff.currency,
    exponent: tariff.exponent,
    headlines: {
      energy: headline("energy"),
      time: headline("time"),
      parking: headline("parking"),
      flat: headline("flat"),
      reservationTime: headline("reservationTime"),
      reservationFlat: headline("reservationFlat"),
    },
    minPrice: tariff.minPrice,
    maxPrice: tariff.maxPrice,
    isFree: (tariff.minPrice?.netMicros ?? 0n) === 0n && all.every((component) => component.priceMicros === 0n),
  };
}

function toHeadline(slot: Slot, components: readonly CompiledComponent[]): Headline | null {
  const fallbackAt = components.findIndex((component) => component.restrictions === null && !component.onlyExpired);
  // An element without restrictions hides those that follow it, except what an expired reservation looks at first.
  const reachable = components.filter(
    (component, index) => fallbackAt === -1 || index <= fallbackAt || component.onlyExpired,
  );
  const shown = components[fallbackAt] ?? components.find((component) => !component.onlyExpired) ?? components[0];
  if (!shown) return null;
  const prices = reachable.map((component) => component.priceMicros).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const varying = reachable.flatMap((component) => component.reasons);
  return {
    unit: UNIT[slot],
    netMicros: shown.priceMicros,
    grossMicros: shown.priceMicros + divideRounded(shown.priceMicros * (shown.vatPpm ?? 0n), 1_000_000n),
    vatPpm: shown.vatPpm,
    lowestNetMicros: prices[0] ?? shown.priceMicros,
    highestNetMicros: prices.at(-1) ?? shown.priceMicros,
    isFreeOtherwise: fallbackAt === -1,
    variesBy: [...new Set(varying)].filter((reason) => reason !== "always" && reason !== "reservation"),
  };
}
