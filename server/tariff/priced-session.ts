import type { ReasonKey } from "./compile-tariff.ts";

/** What a bill sums up by. A reservation's fee and time are one sum (OCPI 2.2.1 CDR, total_reservation_cost). */
export const DIMENSIONS = ["energy", "time", "parking", "flat", "reservation"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Milliwatt-hours priced per kWh, seconds priced per hour, once. */
export const UNITS = ["mWh", "s", "once"] as const;
export type Unit = (typeof UNITS)[number];

export type Amount = { readonly netMicros: bigint; readonly vatMicros: bigint; readonly grossMicros: bigint };

/** One component of one element, over one unbroken stretch. */
export type PriceLine = Amount & {
  readonly dimension: Dimension;
  readonly elementIndex: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly unit: Unit;
  /** What was used; `stepSurplus` is billed on top of it. */
  readonly quantity: bigint;
  readonly stepSurplus: bigint;
  /** The step that made the surplus; 0 on a line without one. */
  readonly stepSize: bigint;
  readonly unitPriceMicros: bigint;
  /** Parts per million; null: no VAT applies. */
  readonly vatPpm: bigint | null;
  /** The kinds of restrictions under which the element applied. */
  readonly reasons: readonly ReasonKey[];
};

export type VatSummary = Amount & { readonly vatPpm: bigint | null };

/** What min_price or max_price added (or took, when negative). */
export type LimitAdjustment = Amount & { readonly limit: "minPrice" | "maxPrice" };

export type PricingFlag =
  /** A period that was not cut outlasts its price: it is billed as it began. */
  | { readonly key: "periodSpansPriceChange"; readonly periodIndexes: readonly number[] }
  /** The tariff asks for power, which was not measured: the mean of the period was taken. */
  | { readonly key: "powerFromEnergy"; readonly periodIndexes: readonly number[] }
  /** The tariff asks for current, which was not measured: elements restricted by it did not apply. */
  | { readonly key: "currentUnknown"; readonly periodIndexes: readonly number[] }
  /** The tariff prices this dimension, but no element applied here. */
  | {
      readonly key: "unpriced";
      readonly dimension: Dimension;
      readonly unit: Unit;
      readonly fromMs: number;
      readonly toMs: number;
      readonly quantity: bigint;
    }
  /** The limit has no incl_vat: the gross followed the net in the session's own proportion. */
  | { readonly key: "grossLimitDerived"; readonly limit: "minPrice" | "maxPrice" };

/**
 * A session's price and its explanation. Totals are the sums of `lines` and `adjustments`, to the micro; `vat` sums up the
 * lines only, because a limit has no rate. Minor units are rounded from the totals; their VAT is gross minus net.
 */
export type PricedSession = Amount & {
  readonly tariffId: string;
  readonly currency: string;
  /** Decimals of the minor unit. */
  readonly exponent: number;
  readonly netMinor: bigint;
  readonly vatMinor: bigint;
  readonly grossMinor: bigint;
  readonly dimensions: Readonly<Record<Dimension, Amount>>;
  readonly lines: readonly PriceLine[];
  readonly vat: readonly VatSummary[];
  readonly adjustments: readonly LimitAdjustment[];
  readonly flags: readonly PricingFlag[];
};
