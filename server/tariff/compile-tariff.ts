import { currencyExponent } from "./currency-exponent.ts";
import { parseDecimal } from "./decimal.ts";
import {
  DAYS_OF_WEEK,
  type OcpiTariff,
  type OcpiTariffRestrictions,
  PERCENT_DIGITS,
  QUANTITY_DIGITS,
} from "./ocpi-tariff.ts";

/** What is priced by its own list of components. A reservation's time and fee are apart from the session's. */
export const SLOTS = ["energy", "time", "parking", "flat", "reservationTime", "reservationFlat"] as const;
export type Slot = (typeof SLOTS)[number];

/** Why a component may apply, for explanations: one word per kind of restriction; `always` when there is none. */
export const REASON_KEYS = [
  "always",
  "timeOfDay",
  "dateRange",
  "dayOfWeek",
  "energyUsed",
  "duration",
  "power",
  "current",
  "reservation",
  "reservationExpired",
] as const;
export type ReasonKey = (typeof REASON_KEYS)[number];

/** A half-open band: from (inclusive) to (exclusive); null is no limit. */
export type Band<T> = { readonly from: T | null; readonly to: T | null };

/** Restrictions in the engine's units; null where the tariff sets none. Reservation is not among them: it selects the slot. */
export type CompiledRestrictions = {
  /** Minutes of the local day. `from` >= `to` wraps around midnight; equal is the whole day. */
  readonly minutes: { readonly from: number; readonly to: number } | null;
  /** Local days since 1970-01-01. */
  readonly days: Band<number> | null;
  /** Bit 0 is Monday. */
  readonly weekdays: number | null;
  readonly usedMwh: Band<bigint> | null;
  readonly durationMs: Band<number> | null;
  readonly powerW: Band<number> | null;
  readonly currentMa: Band<number> | null;
};

export type CompiledComponent = {
  readonly elementIndex: number;
  /** Per kWh, per hour or once, net. */
  readonly priceMicros: bigint;
  /** Parts per million (19 % is 190 000). Null: no VAT applies, which is not 0 % (OCPI 2.2.1 PriceComponent, vat). */
  readonly vatPpm: bigint | null;
  /** mWh, seconds or nothing by slot; 0 is no step. */
  readonly step: bigint;
  readonly restrictions: CompiledRestrictions | null;
  readonly onlyExpired: boolean;
  readonly reasons: readonly ReasonKey[];
};

export type CompiledLimit = { readonly netMicros: bigint; readonly grossMicros: bigint | null };

/** A tariff in integers, ready for `priceSession`. Build it once per tariff version and keep it. */
export type CompiledTariff = {
  readonly id: string;
  readonly currency: string;
  readonly exponent: number;
  readonly minPrice: CompiledLimit | null;
  readonly maxPrice: CompiledLimit | null;
  /** Components per slot in the order of the elements: the first that matches is used. */
  readonly slots: Readonly<Record<Slot, readonly CompiledComponent[]>>;
  /** Where a price may change, ascending: minutes of the local day, energy used, duration. */
  readonly wallMinutes: readonly number[];
  readonly energyEdgesMwh: readonly bigint[];
  readonly durationEdgesMs: readonly number[];
  readonly usesPower: boolean;
  readonly usesCurrent: boolean;
};

const DAY_MS = 86_400_000;
const MINUTES_PER_DAY = 1440;
const SLOT_OF_TYPE = { ENERGY: "energy", TIME: "time", PARKING_TIME: "parking", FLAT: "flat" } as const;

/** Turns a checked tariff (`parseOcpiTariff`) into integers. A reservation's element counts only by TIME and FLAT (OCPI 2.2.1). */
export function compileTariff(tariff: OcpiTariff): CompiledTariff {
  const slots: Record<Slot, CompiledComponent[]> = {
    energy: [],
    time: [],
    parking: [],
    flat: [],
    reservationTime: [],
    reservationFlat: [],
  };
  const edges: Edges = { wallMinutes: new Set(), energyMwh: new Set(), durationMs: new Set() };
  let [usesPower, usesCurrent] = [false, false];
  tariff.elements.forEach((element, elementIndex) => {
    const source = element.restrictions ?? {};
    const restrictions = compileRestrictions(source);
    if (restrictions) collectEdges(edges, restrictions);
    usesPower ||= restrictions?.powerW != null;
    usesCurrent ||= restrictions?.currentMa != null;
    const reservation = source.reservation ?? null;
    const seen = new Set<string>();
    for (const component of element.price_components) {
      const slot = slotFor(component.type, reservation !== null);
      if (!slot || seen.has(slot)) continue;
      seen.add(slot);
      slots[slot].push({
        elementIndex,
        priceMicros: parseDecimal(component.price, QUANTITY_DIGITS),
        vatPpm: component.vat == null ? null : parseDecimal(component.vat, PERCENT_DIGITS),
        step: slot === "energy" ? BigInt(component.step_size) * 1000n : BigInt(component.step_size),
        restrictions,
        onlyExpired: reservation === "RESERVATION_EXPIRES",
        reasons: reasonsOf(restrictions, reservation),
      });
    }
  });
  return {
    id: tariff.id,
    currency: tariff.currency,
    exponent: currencyExponent(tariff.currency),
    minPrice: compileLimit(tariff.min_price),
    maxPrice: compileLimit(tariff.max_price),
    slots,
    wallMinutes: [...edges.wallMinutes].sort((a, b) => a - b),
    energyEdgesMwh: [...edges.energyMwh].sort((a, b) => (a < b ? -1 : 1)),
    durationEdgesMs: [...edges.durationMs].sort((a, b) => a - b),
    usesPower,
    usesCurrent,
  };
}

function slotFor(type: keyof typeof SLOT_OF_TYPE, isReservation: boolean): Slot | null {
  if (!isReservation) return SLOT_OF_TYPE[type];
  if (type === "TIME") return "reservationTime";
  return type === "FLAT" ? "reservationFlat" : null;
}

function compileLimit(limit: OcpiTariff["min_price"]): CompiledLimit | null {
  if (!limit) return null;
  const grossMicros = limit.incl_vat == null ? null : parseDecimal(limit.incl_vat, QUANTITY_DIGITS);
  return { netMicros: parseDecimal(limit.excl_vat, QUANTITY_DIGITS), grossMicros };
}

const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const toDay = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const toMwh = (kwh: number | string): bigint => parseDecimal(kwh, QUANTITY_DIGITS);
/** kW to W and A to mA, by the one division that `cdr-periods.ts` uses too: so equal values stay equal. */
const toThousandths = (value: number | string): number => Number(parseDecimal(value, QUANTITY_DIGITS)) / 1000;
const toMs = (seconds: number): number => seconds * 1000;

function band<In, Out>(
  from: In | null | undefined,
  to: In | null | undefined,
  map: (value: In) => Out,
): Band<Out> | null {
  if (from == null && to == null) return null;
  return { from: from == null ? null : map(from), to: to == null ? null : map(to) };
}

function compileRestrictions(source: OcpiTariffRestrictions): CompiledRestrictions | null {
  const weekdays = source.day_of_week ?? [];
  const hasTime = source.start_time != null || source.end_time != null;
  const compiled: CompiledRestrictions = {
    minutes: hasTime
      ? { from: toMinutes(source.start_time ?? "00:00"), to: toMinutes(source.end_time ?? "00:00") }
      : null,
    days: band(source.start_date, source.end_date, toDay),
    weekdays: weekdays.length === 0 ? null : weekdays.reduce((mask, day) => mask | (1 << DAYS_OF_WEEK.indexOf(day)), 0),
    usedMwh: band(source.min_kwh, source.max_kwh, toMwh),
    durationMs: band(source.min_duration, source.max_duration, toMs),
    powerW: band(source.min_power, source.max_power, toThousandths),
    currentMa: band(source.min_current, source.max_current, toThousandths),
  };
  return Object.values(compiled).every((restriction) => restriction === null) ? null : compiled;
}

type Edges = {
  readonly wallMinutes: Set<number>;
  readonly energyMwh: Set<bigint>;
  readonly durationMs: Set<number>;
};

function collectEdges(edges: Edges, restrictions: CompiledRestrictions): void {
  const { minutes, days, weekdays, usedMwh, durationMs } = restrictions;
  for (const minute of minutes ? [minutes.from, minutes.to] : []) edges.wallMinutes.add(minute % MINUTES_PER_DAY);
  if (days || weekdays !== null) edges.wallMinutes.add(0);
  for (const edge of usedMwh ? [usedMwh.from, usedMwh.to] : []) if (edge !== null) edges.energyMwh.add(edge);
  for (const edge of durationMs ? [durationMs.from, durationMs.to] : []) if (edge !== null) edges.durationMs.add(edge);
}

function reasonsOf(restrictions: CompiledRestrictions | null, reservation: string | null): readonly ReasonKey[] {
  const present: Readonly<Record<ReasonKey, boolean>> = {
    always: restrictions === null && reservation === null,
    timeOfDay: restrictions?.minutes != null,
    dateRange: restrictions?.days != null,
    dayOfWeek: restrictions?.weekdays != null,
    energyUsed: restrictions?.usedMwh != null,
    duration: restrictions?.durationMs != null,
    power: restrictions?.powerW != null,
    current: restrictions?.currentMa != null,
    reservation: reservation === "RESERVATION",
    reservationExpired: reservation === "RESERVATION_EXPIRES",
  };
  return REASON_KEYS.filter((key) => present[key]);
}
