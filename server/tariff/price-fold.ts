import { findActive, type Moment } from "./active-component.ts";
import { type ChargedPeriod, checkPeriod, secondsBetween } from "./charged-period.ts";
import type { CompiledComponent, CompiledTariff, Slot } from "./compile-tariff.ts";
import { toMinorUnits } from "./currency-exponent.ts";
import { LineBook, NO_AMOUNT, sumAmounts } from "./line-book.ts";
import { applyLimits } from "./price-limits.ts";
import {
  type Amount,
  DIMENSIONS,
  type Dimension,
  type PricedSession,
  type PriceLine,
  type PricingFlag,
  type VatSummary,
} from "./priced-session.ts";
import { PeriodSplitter, type Piece } from "./split-periods.ts";
import { zoneOf } from "./zone-offsets.ts";

export type PricingTerms = {
  readonly tariff: CompiledTariff;
  /** IANA zone of the site: restrictions are in its local time. */
  readonly timeZone: string;
  /** That a reservation expired is not in its periods; the caller knows. */
  readonly reservation?: { readonly expired: boolean };
  /** `exact` (default) cuts periods where the price changes. `atStart` prices each as it began, as a CDR is to be read. */
  readonly split?: "exact" | "atStart";
};

type Slots = Readonly<Record<Slot, readonly CompiledComponent[]>>;
type Selection = { readonly energy: CompiledComponent | null; readonly duration: CompiledComponent | null };

const DURATION_SLOT = { charging: "time", parking: "parking", reservation: "reservationTime" } as const;

/** What the total needs to know of the periods besides their lines; indexes of periods. */
type Seen = {
  periods: number;
  firstMs: number;
  endMs: number;
  hasCharged: boolean;
  flat: boolean;
  reservationFlat: boolean;
  spanning: number[];
  powerless: number[];
  currentless: number[];
};

/**
 * The price of a session whose periods are told one after the other. A running session keeps what is over in one, and prices
 * what may still change in a fork of it, so that telling its price costs the same after eight hours as after one minute.
 */
export class PriceFold {
  readonly #terms: PricingTerms;
  readonly #slots: Slots;
  readonly #splitter: PeriodSplitter;
  readonly #book: LineBook;
  readonly #seen: Seen;

  /** Throws `invalid` for an unknown zone. */
  static of(terms: PricingTerms): PriceFold {
    const { tariff, timeZone, reservation } = terms;
    const slots = orderForReservation(tariff.slots, reservation?.expired ?? false);
    return new PriceFold(terms, slots, new PeriodSplitter(tariff, zoneOf(timeZone)), new LineBook(tariff), {
      ...{ periods: 0, firstMs: 0, endMs: 0, hasCharged: false, flat: false, reservationFlat: false },
      ...{ spanning: [], powerless: [], currentless: [] },
    });
  }

  private constructor(terms: PricingTerms, slots: Slots, splitter: PeriodSplitter, book: LineBook, seen: Seen) {
    this.#terms = terms;
    this.#slots = slots;
    this.#splitter = splitter;
    this.#book = book;
    this.#seen = seen;
  }

  /** Goes on by itself from here. */
  fork(): PriceFold {
    const { spanning, powerless, currentless } = this.#seen;
    return new PriceFold(this.#terms, this.#slots, this.#splitter.fork(), this.#book.fork(), {
      ...this.#seen,
      ...{ spanning: [...spanning], powerless: [...powerless], currentless: [...currentless] },
    });
  }

  /** Throws `invalid` (with `periodIndex`) for one that is out of order, or does not hold sane numbers. */
  add(period: ChargedPeriod): void {
    const { tariff, split = "exact" } = this.#terms;
    const seen = this.#seen;
    const index = seen.periods;
    if (index === 0) seen.firstMs = period.startedAtMs;
    checkPeriod(period, { index, firstMs: seen.firstMs, previousEndMs: seen.endMs, split });
    let atStart: Selection | null = null;
    let spans = false;
    this.#splitter.split(period, (piece) => {
      const chosen = this.#select(period, piece.moment);
      if (split === "exact") {
        this.#billFlat(period, piece);
        const { fromMs, toMs, energyMwh } = piece;
        this.#bill(period, chosen, { fromMs, toMs, energyMwh, seconds: secondsBetween(fromMs, toMs) });
      } else if (atStart === null) {
        this.#billFlat(period, piece);
        atStart = chosen;
        const { startedAtMs: fromMs, endedAtMs: toMs, energyMwh } = period;
        const seconds = period.billedSeconds ?? secondsBetween(fromMs, toMs);
        this.#bill(period, chosen, { fromMs, toMs, energyMwh, seconds });
      } else if (
        chosen.energy !== atStart.energy ||
        (chosen.duration !== atStart.duration && period.billedSeconds !== 0)
      ) {
        spans = true;
      }
    });
    if (spans) seen.spanning.push(index);
    if (period.kind === "charging") {
      if (tariff.usesPower && period.powerW === undefined) seen.powerless.push(index);
      if (tariff.usesCurrent && period.currentMa === undefined) seen.currentless.push(index);
    }
    if (period.kind !== "reservation") seen.hasCharged = true;
    seen.periods += 1;
    seen.endMs = period.endedAtMs;
  }

  /** What all periods so far come to. More may be added afterwards. */
  total(): PricedSession {
    const { spanning, powerless, currentless, hasCharged } = this.#seen;
    this.#book.applySteps();
    const flags: readonly PricingFlag[] = [
      ...flagOf("periodSpansPriceChange", spanning),
      ...flagOf("powerFromEnergy", powerless),
      ...flagOf("currentUnknown", currentless),
      ...this.#book.toUnpricedFlags(),
    ];
    return summarise(this.#terms.tariff, this.#book.toLines(), hasCharged, flags);
  }

  #select(period: ChargedPeriod, moment: Moment): Selection {
    return {
      energy: period.energyMwh === 0n ? null : findActive(this.#slots.energy, moment),
      duration: findActive(this.#slots[DURATION_SLOT[period.kind]], moment),
    };
  }

  #billFlat(period: ChargedPeriod, { moment, fromMs }: Piece): void {
    const slot = period.kind === "reservation" ? "reservationFlat" : "flat";
    const component = this.#seen[slot] ? null : findActive(this.#slots[slot], moment);
    if (!component) return;
    this.#seen[slot] = true;
    this.#book.add(slot, component, fromMs, fromMs, 1n);
  }

  #bill(
    period: ChargedPeriod,
    chosen: Selection,
    part: { readonly fromMs: number; readonly toMs: number; readonly energyMwh: bigint; readonly seconds: number },
  ): void {
    const { fromMs, toMs, energyMwh, seconds } = part;
    if (period.energyMwh !== 0n) this.#book.add("energy", chosen.energy, fromMs, toMs, energyMwh);
    this.#book.add(DURATION_SLOT[period.kind], chosen.duration, fromMs, toMs, BigInt(seconds));
  }
}

const flagOf = (
  key: "periodSpansPriceChange" | "powerFromEnergy" | "currentUnknown",
  periodIndexes: readonly number[],
): readonly PricingFlag[] => (periodIndexes.length > 0 ? [{ key, periodIndexes }] : []);

/** An expired reservation is priced by the elements for it first, then by those for any reservation (mod_tariffs, ReservationRestrictionType). */
function orderForReservation(slots: Slots, expired: boolean): Slots {
  if (slots.reservationTime.length + slots.reservationFlat.length === 0) return slots;
  const order = (components: readonly CompiledComponent[]): readonly CompiledComponent[] => [
    ...(expired ? components.filter((component) => component.onlyExpired) : []),
    ...components.filter((component) => !component.onlyExpired),
  ];
  return { ...slots, reservationTime: order(slots.reservationTime), reservationFlat: order(slots.reservationFlat) };
}

function summarise(
  tariff: CompiledTariff,
  lines: readonly PriceLine[],
  hasCharged: boolean,
  flags: readonly PricingFlag[],
): PricedSession {
  const dimensions: Record<Dimension, Amount> = { ...NO_AMOUNTS };
  for (const line of lines) dimensions[line.dimension] = sumAmounts([dimensions[line.dimension], line]);
  const limits = applyLimits(tariff, sumAmounts(lines), hasCharged);
  const total = sumAmounts([...lines, ...limits.adjustments]);
  const netMinor = toMinorUnits(total.netMicros, tariff.exponent);
  const grossMinor = toMinorUnits(total.grossMicros, tariff.exponent);
  return {
    tariffId: tariff.id,
    currency: tariff.currency,
    exponent: tariff.exponent,
    ...total,
    netMinor,
    vatMinor: grossMinor - netMinor,
    grossMinor,
    dimensions,
    lines,
    vat: sumByRate(lines),
    adjustments: limits.adjustments,
    flags: [...flags, ...limits.flags],
  };
}

const NO_AMOUNTS = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, NO_AMOUNT])) as Record<
  Dimension,
  Amount
>;

/** Ascending by rate; what has no VAT comes first and is not the same as 0 %. */
function sumByRate(lines: readonly PriceLine[]): readonly VatSummary[] {
  const byRate = new Map<bigint | null, Amount>();
  for (const line of lines) byRate.set(line.vatPpm, sumAmounts([byRate.get(line.vatPpm) ?? NO_AMOUNT, line]));
  return [...byRate]
    .map(([vatPpm, amount]) => ({ vatPpm, ...amount }))
    .sort((a, b) => ((a.vatPpm ?? -1n) < (b.vatPpm ?? -1n) ? -1 : 1));
}
