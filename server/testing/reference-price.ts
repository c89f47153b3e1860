import type { ChargedPeriod } from "../tariff/charged-period.ts";
import type { OcpiTariff } from "../tariff/ocpi-tariff.ts";

/**
 * The slow and obvious engine, imported by tests only: it walks a session minute by minute, asks Intl for the local time of each,
 * and shares no code with the real one. It needs periods of whole minutes, and thresholds that fall on them. Exact: amounts are in
 * 1/3600 of a micro.
 */
export type ReferencePrice = Readonly<Record<"energy" | "time" | "parking" | "flat" | "reservation", bigint>>;

type Component = OcpiTariff["elements"][number]["price_components"][number];
type Restrictions = NonNullable<OcpiTariff["elements"][number]["restrictions"]>;
type Minute = {
  readonly kind: ChargedPeriod["kind"];
  readonly weekday: string;
  readonly date: string;
  readonly time: string;
  readonly kwh: number;
  readonly seconds: number;
  readonly powerKw: number;
};
type Use = { readonly component: Component; quantity: bigint };

const MINUTE_MS = 60_000;
const SCALE = 3600n;

export function referencePrice(
  tariff: OcpiTariff,
  timeZone: string,
  periods: readonly ChargedPeriod[],
  expired: boolean,
): ReferencePrice {
  const uses: Record<string, Use[]> = {
    ENERGY: [],
    TIME: [],
    PARKING_TIME: [],
    FLAT: [],
    RESERVED: [],
    RESERVED_FLAT: [],
  };
  let usedMwh = 0n;
  const startOf = (isReservation: boolean): number =>
    periods.find((period) => (period.kind === "reservation") === isReservation)?.startedAtMs ?? 0;

  const use = (bucket: string, type: Component["type"], minute: Minute, quantity: bigint): void => {
    const component = firstComponent(tariff, type, minute, expired);
    if (component && quantity > 0n) uses[bucket]?.push({ component, quantity });
  };
  for (const period of periods) {
    const isReservation = period.kind === "reservation";
    const minutes = (period.endedAtMs - period.startedAtMs) / MINUTE_MS;
    const perMinuteMwh = minutes === 0 ? 0n : period.energyMwh / BigInt(minutes);
    // A period without duration still has an instant, at which a flat fee may fall due.
    for (let index = 0; index < Math.max(minutes, 1); index++) {
      const instantMs = period.startedAtMs + index * MINUTE_MS;
      const minute: Minute = {
        kind: period.kind,
        ...localTime(instantMs, timeZone),
        kwh: Number(usedMwh) / 1e6,
        seconds: (instantMs - startOf(isReservation)) / 1000,
        powerKw: period.kind === "charging" && typeof period.powerW === "number" ? period.powerW / 1000 : 0,
      };
      const flat = isReservation ? "RESERVED_FLAT" : "FLAT";
      if (uses[flat]?.length === 0) use(flat, "FLAT", minute, 1n);
      if (minutes === 0) continue;
      use("ENERGY", "ENERGY", minute, perMinuteMwh);
      if (isReservation) use("RESERVED", "TIME", minute, 60n);
      else if (period.kind === "charging") use("TIME", "TIME", minute, 60n);
      else use("PARKING_TIME", "PARKING_TIME", minute, 60n);
      usedMwh += perMinuteMwh;
    }
  }

  addStep(uses.ENERGY, 1000n);
  if (!addStep(uses.PARKING_TIME, 1n)) addStep(uses.TIME, 1n);
  addStep(uses.RESERVED, 1n);
  return {
    energy: costOf(uses.ENERGY, SCALE) / 1_000_000n,
    time: costOf(uses.TIME, 1n),
    parking: costOf(uses.PARKING_TIME, 1n),
    flat: costOf(uses.FLAT, SCALE),
    reservation: costOf(uses.RESERVED, 1n) + costOf(uses.RESERVED_FLAT, SCALE),
  };
}

const priceMicros = (component: Component): bigint => BigInt(Math.round(Number(component.price) * 1e6));
const costOf = (uses: readonly Use[] = [], scale: bigint): bigint =>
  uses.reduce((sum, { component, quantity }) => sum + priceMicros(component) * quantity * scale, 0n);

function addStep(uses: Use[] = [], unit: bigint): boolean {
  const paid = uses.filter(({ component }) => Number(component.price) !== 0);
  const last = paid.at(-1);
  if (!last) return false;
  const total = paid.reduce((sum, { quantity }) => sum + quantity, 0n);
  const step = BigInt(last.component.step_size) * unit;
  if (step > 0n && total % step > 0n) last.quantity += step - (total % step);
  return true;
}

function firstComponent(
  tariff: OcpiTariff,
  type: Component["type"],
  minute: Minute,
  expired: boolean,
): Component | null {
  const kinds =
    minute.kind !== "reservation" ? [null] : expired ? ["RESERVATION_EXPIRES", "RESERVATION"] : ["RESERVATION"];
  for (const kind of kinds) {
    for (const element of tariff.elements) {
      const restrictions = element.restrictions ?? {};
      if ((restrictions.reservation ?? null) !== kind || !isActive(restrictions, minute)) continue;
      const component = element.price_components.find((candidate) => candidate.type === type);
      if (component) return component;
    }
  }
  return null;
}

function isActive(restrictions: Restrictions, minute: Minute): boolean {
  const { start_time = null, end_time = null, start_date, end_date, day_of_week } = restrictions;
  if (start_time !== null || end_time !== null) {
    const from = start_time ?? "00:00";
    const to = end_time === null || end_time === "00:00" ? "24:00" : end_time;
    const inside = from < to ? minute.time >= from && minute.time < to : minute.time >= from || minute.time < to;
    if (!inside && from !== to) return false;
  }
  if (start_date && minute.date < start_date) return false;
  if (end_date && minute.date >= end_date) return false;
  if (day_of_week && day_of_week.length > 0 && !day_of_week.some((day) => day === minute.weekday)) return false;
  const bands = [
    [restrictions.min_kwh, restrictions.max_kwh, minute.kwh],
    [restrictions.min_duration, restrictions.max_duration, minute.seconds],
    [restrictions.min_power, restrictions.max_power, minute.powerKw],
  ] as const;
  return bands.every(
    ([min, max, value]) => (min == null || value >= Number(min)) && (max == null || value < Number(max)),
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(instantMs: number, timeZone: string): Pick<Minute, "weekday" | "date" | "time"> {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "full", timeStyle: "short", hourCycle: "h23" });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
  const months = "January February March April May June July August September October November December".split(" ");
  const month = String(months.indexOf(part.month ?? "") + 1).padStart(2, "0");
  return {
    weekday: (part.weekday ?? "").toUpperCase(),
    date: `${part.year}-${month}-${(part.day ?? "").padStart(2, "0")}`,
    time: `${part.hour}:${part.minute}`,
  };
}
