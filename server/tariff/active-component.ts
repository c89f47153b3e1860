import type { MinMax } from "./charged-period.ts";
import type { Band, CompiledComponent, CompiledRestrictions } from "./compile-tariff.ts";

/** What restrictions look at, at one instant of a session. */
export type Moment = {
  /** Local days since 1970-01-01, and milliseconds of that day. */
  readonly localDay: number;
  readonly localMs: number;
  readonly usedMwh: bigint;
  readonly elapsedMs: number;
  /** Null is unknown: then a restriction on it does not match. */
  readonly powerW: MinMax | null;
  readonly currentMa: MinMax | null;
};

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1440;

/** The component in force: the first whose restrictions all match (OCPI 2.2.1 mod_tariffs, Tariff). Null: free. */
export function findActive(components: readonly CompiledComponent[], moment: Moment): CompiledComponent | null {
  for (const component of components) {
    if (component.restrictions === null || matches(component.restrictions, moment)) return component;
  }
  return null;
}

function matches(restrictions: CompiledRestrictions, moment: Moment): boolean {
  const { minutes, days, weekdays, usedMwh, durationMs, powerW, currentMa } = restrictions;
  return (
    (minutes === null || isWithinMinutes(minutes, moment.localMs / MINUTE_MS)) &&
    (weekdays === null || (weekdays & (1 << weekdayOf(moment.localDay))) !== 0) &&
    (days === null || isWithin(days, moment.localDay)) &&
    (usedMwh === null || isWithin(usedMwh, moment.usedMwh)) &&
    (durationMs === null || isWithin(durationMs, moment.elapsedMs)) &&
    (powerW === null || holdsThroughout(powerW, moment.powerW)) &&
    (currentMa === null || holdsThroughout(currentMa, moment.currentMa))
  );
}

/** 0 is Monday; 1970-01-01 was a Thursday. */
const weekdayOf = (localDay: number): number => (((localDay + 3) % 7) + 7) % 7;

/** A window that ends before it starts goes on into the next day; one that ends as it starts is the whole day. */
function isWithinMinutes({ from, to }: { from: number; to: number }, minute: number): boolean {
  const end = to === 0 ? MINUTES_PER_DAY : to; // 00:00 as an end is the end of the day
  return from < end ? minute >= from && minute < end : minute >= from || minute < end;
}

function isWithin<T extends number | bigint>(band: Band<T>, value: T): boolean {
  return (band.from === null || value >= band.from) && (band.to === null || value < band.to);
}

/** Power and current restrict moments, so a stretch must keep to the band from its lowest to its highest value. */
function holdsThroughout(band: Band<number>, range: MinMax | null): boolean {
  if (range === null) return false;
  return (band.from === null || range.min >= band.from) && (band.to === null || range.max < band.to);
}
