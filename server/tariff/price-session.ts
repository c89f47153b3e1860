import { findActive, type Moment } from "./active-component.ts";
import { type ChargedPeriod, checkPeriods, secondsBetween } from "./charged-period.ts";
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
import { PeriodSplitter } from "./split-periods.ts";
import { zoneOf } from "./zone-offsets.ts";

export type PricingInput = {
  readonly tariff: CompiledTariff;
  /** IANA zone of the site: restrictions are in its local time. */
  readonly timeZone: string;
  /** In order, without overlap. Gaps cost nothing, but the session's duration runs on. */
  readonly periods: readonly ChargedPeriod[];
  /** That a reservation expired is not in its periods; the caller knows. */
  readonly reservation?: { readonly expired: boolean };
  /** `exact` (default) cuts periods where the price changes. `atStart` prices each as it began, as a CDR is to be read. */
  readonly split?: "exact" | "atStart";
};

type Slots = Readonly<Record<Slot, readonly CompiledComponent[]>>;
type Selection = { readonly energy: CompiledComponent | null; readonly duration: CompiledComponent | null };

const DURATION_SLOT = { charging: "time", parking: "parking", reservation: "reservationTime" } as const;

/**
 * Prices a session, running or ended, by an OCPI 2.2.1 tariff: pure, in integers, with the trace of how it came about.
 * Per dimension the first element that matches counts; none is free. FLAT is charged once, at the first moment one matches.
 * Throws `invalid` for an unknown zone and for periods that are out of order or negative.
 */
export function priceSession(input: PricingInput): PricedSession {
  const { tariff, periods, split = "exact" } = input;
  checkPeriods(periods, split);
  const slots = orderForReservation(tariff.slots, input.reservation?.expired ?? false);
  const splitter = new PeriodSplitter(tariff, zoneOf(input.timeZone));
  const book = new LineBook(tariff);
  const flatBilled = { flat: false, reservationFlat: false };
  const spanning: number[] = [];

  periods.forEach((period, periodIndex) => {
    const durationSlot = DURATION_SLOT[period.kind];
    const flatSlot = period.kind === "reservation" ? "reservationFlat" : "flat";
    const select = (moment: Moment): Selection => ({
      energy: period.energyMwh === 0n ? null : findActive(slots.energy, moment),
      duration: findActive(slots[durationSlot], moment),
    });
    const billFlat = (moment: Moment, instantMs: number): void => {
      const component = flatBilled[flatSlot] ? null : findActive(slots[flatSlot], moment);
      if (!component) return;
      flatBilled[flatSlot] = true;
      book.add(flatSlot, component, instantMs, instantMs, 1n);
    };
    const bill = (chosen: Selection, fromMs: number, toMs: number, energyMwh: bigint, seconds: number): void => {
      if (period.energyMwh !== 0n) book.add("energy", chosen.energy, fromMs, toMs, energyMwh);
      book.add(durationSlot, chosen.duration, fromMs, toMs, BigInt(seconds));
    };

    let atStart: Selection | null = null;
    let spans = false;
    splitter.split(period, ({ fromMs, toMs, energyMwh, moment }) => {
      const chosen = select(moment);
      if (split === "exact") {
        billFlat(moment, fromMs);
        bill(chosen, fromMs, toMs, energyMwh, secondsBetween(fromMs, toMs));
      } else if (atStart === null) {
        billFlat(moment, fromMs);
        atStart = chosen;
        const { startedAtMs, endedAtMs } = period;
        const seconds = period.billedSeconds ?? secondsBetween(startedAtMs, endedAtMs);
        bill(chosen, startedAtMs, endedAtMs, period.energyMwh, seconds);
      } else if (
        chosen.energy !== atStart.energy ||
        (chosen.duration !== atStart.duration && period.billedSeconds !== 0)
      ) {
        spans = true;
      }
    });
    if (spans) spanning.push(periodIndex);
  });

  book.applySteps();
  const hasCharged = periods.some((period) => period.kind !== "reservation");
  const flags = [...(spanning.length > 0 ? [spanFlag(spanning)] : []), ...measurementFlags(tariff, periods)];
  return summarise(tariff, book.toLines(), hasCharged, [...flags, ...book.toUnpricedFlags()]);
}

/** An expired reservation is priced by the elements for it first, then by those for any reservation (mod_tariffs, ReservationRestrictionType). */
function orderForReservation(slots: Slots, expired: boolean): Slots {
  if (slots.reservationTime.length + slots.reservationFlat.length === 0) return slots;
  const order = (components: readonly CompiledComponent[]): readonly CompiledComponent[] => [
    ...(expired ? components.filter((component) => component.onlyExpired) : []),
    ...components.filter((component) => !component.onlyExpired),
  ];
  return { ...slots, reservationTime: order(slots.reservationTime), reservationFlat: order(slots.reservationFlat) };
}

const spanFlag = (periodIndexes: readonly number[]): PricingFlag => ({ key: "periodSpansPriceChange", periodIndexes });

function measurementFlags(tariff: CompiledTariff, periods: readonly ChargedPeriod[]): readonly PricingFlag[] {
  const without = (field: "powerW" | "currentMa"): readonly number[] =>
    periods.flatMap((period, index) => (period.kind === "charging" && period[field] === undefined ? [index] : []));
  const powerless = tariff.usesPower ? without("powerW") : [];
  const currentless = tariff.usesCurrent ? without("currentMa") : [];
  const flags: PricingFlag[] = [];
  if (powerless.length > 0) flags.push({ key: "powerFromEnergy", periodIndexes: powerless });
  if (currentless.length > 0) flags.push({ key: "currentUnknown", periodIndexes: currentless });
  return flags;
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
