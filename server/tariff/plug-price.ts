import { findActive, type Moment } from "./active-component.ts";
import type { CompiledComponent, CompiledTariff, ReasonKey, Slot } from "./compile-tariff.ts";
import { divideRounded } from "./decimal.ts";
import { priceSession } from "./price-session.ts";
import { nextWallEdge } from "./wall-edge.ts";
import { zoneOf } from "./zone-offsets.ts";

/** In the order that AFIR, Art. 5(4), prescribes: per kWh, per minute, per session, then whatever else. */
export const PRICE_KINDS = ["energy", "time", "session", "occupancy"] as const;
export type PriceKind = (typeof PRICE_KINDS)[number];

/** One component as a driver reads it: VAT included (PAngV, § 3), amounts as decimal text of micros of the currency. */
export type PricePart = {
  readonly kind: PriceKind;
  readonly per: "kWh" | "minute" | "session";
  /** What counts at the moment of the card; of what begins later in a session, what it begins with. */
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
  /** Never less than what the limit comes to: where it names no gross, it is that of the tariff's highest VAT. */
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
const DAY_MS = 86_400_000;
const PPM = 1_000_000n;

/** The price of a tariff as it is shown beside a station, in the legal order, with estimates by the engine that bills. */
export function plugPrice(tariff: CompiledTariff, moment: CardMoment): PlugPrice {
  const now = toMoment(moment);
  const slots = SLOTS.map(([slot, kind, per]) => ({ kind, per, reachable: reachableOf(tariff.slots[slot]) }));
  const parts = slots.flatMap(({ kind, per, reachable }) => partOf(reachable, now, kind, per) ?? []);
  const vats = slots.flatMap(({ reachable }) => reachable.flatMap((one) => (one.priceMicros > 0n ? vatOf(one) : [])));
  const highestVat = vats.sort(ascending).at(-1) ?? 0n;
  const limit = (of: CompiledTariff["minPrice"]) =>
    of ? (of.grossMicros ?? withVat(of.netMicros, highestVat)).toString() : null;
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

/** When, in ms since 1970, the clock may make it another price; infinite where it has no say. */
export function clockEdge({ wallMinutes }: CompiledTariff, { atMs, timeZone }: CardMoment): number {
  return wallMinutes.length === 0
    ? Number.POSITIVE_INFINITY
    : nextWallEdge(wallMinutes, zoneOf(timeZone), atMs).untilMs;
}

/** A session that begins. */
function toMoment({ atMs, timeZone, powerW }: CardMoment): Moment {
  const localMs = atMs + zoneOf(timeZone).offsetAt(atMs).offsetMs;
  const localDay = Math.floor(localMs / DAY_MS);
  return {
    ...{ localDay, localMs: localMs - localDay * DAY_MS, usedMwh: 0n, elapsedMs: 0 },
    ...{ powerW: { min: powerW, max: powerW }, currentMa: null },
  };
}

/** Those that may ever count: an element without restrictions hides those that follow it. */
function reachableOf(components: readonly CompiledComponent[]): readonly CompiledComponent[] {
  const open = components.filter(({ onlyExpired }) => !onlyExpired);
  const lastAt = open.findIndex(({ restrictions }) => restrictions === null);
  return lastAt === -1 ? open : open.slice(0, lastAt + 1);
}

/** Null: free at that moment. */
function findShown(reachable: readonly CompiledComponent[], now: Moment): CompiledComponent | null {
  const active = findActive(reachable, now);
  if (active) return active;
  // What depends on how the session goes on: a fee that begins after hours is shown before they are over.
  const later = { usedMwh: null, durationMs: null, currentMa: null };
  return findActive(
    reachable.map((one) => ({ ...one, restrictions: one.restrictions && { ...one.restrictions, ...later } })),
    now,
  );
}

function partOf(
  reachable: readonly CompiledComponent[],
  now: Moment,
  kind: PriceKind,
  per: PricePart["per"],
): PricePart | null {
  if (reachable.every(({ priceMicros }) => priceMicros === 0n)) return null;
  const shown = findShown(reachable, now);
  const shownMicros = shown ? grossOf(shown, per) : 0n;
  const gross = [shownMicros, ...reachable.map((one) => grossOf(one, per))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  const begins = reachable.map(({ restrictions }) => restrictions?.durationMs?.from ?? 0);
  const reasons = [...new Set(reachable.flatMap((component) => component.reasons))];
  return {
    kind,
    per,
    grossMicros: shownMicros.toString(),
    lowestGrossMicros: (gross[0] ?? 0n).toString(),
    highestGrossMicros: (gross.at(-1) ?? 0n).toString(),
    afterS: Math.floor(Math.min(...begins) / 1000),
    variesBy: reasons.filter((reason) => reason !== "always" && reason !== "reservation"),
  };
}

const ascending = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);
const vatOf = ({ vatPpm }: CompiledComponent): bigint => vatPpm ?? 0n;
const withVat = (netMicros: bigint, vatPpm: bigint, per = 1n): bigint =>
  divideRounded(netMicros * (PPM + vatPpm), PPM * per);
/** OCPI prices hours; people are told minutes. */
const grossOf = (component: CompiledComponent, per: PricePart["per"]): bigint =>
  withVat(component.priceMicros, vatOf(component), per === "minute" ? 60n : 1n);

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
