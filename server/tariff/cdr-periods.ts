import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { type ChargedPeriod, type MinMax, type PeriodKind, secondsBetween } from "./charged-period.ts";
import { roundDecimal } from "./decimal.ts";
import { QUANTITY_DIGITS } from "./ocpi-tariff.ts";

const number = z.union([z.number(), z.string().max(60)]);
const dateTime = z.string().max(35);

/** The part of an OCPI 2.2.1 CDR (or of a Session that has ended) that its price follows from. Other fields are ignored. */
export const CdrPeriods = z.object({
  start_date_time: dateTime,
  end_date_time: dateTime,
  charging_periods: z
    .array(
      z.object({
        start_date_time: dateTime,
        dimensions: z.array(z.object({ type: z.string(), volume: number })),
        tariff_id: z.string().nullish(),
      }),
    )
    .min(1),
});
export type CdrPeriods = z.infer<typeof CdrPeriods>;

export type CdrFinding = {
  readonly key:
    | "durationDisagrees" /** The volumes of time contradict the time stamps: the volumes are billed. */
    | "noTimeVolume" /** No TIME, PARKING_TIME or RESERVATION_TIME: no time is billed. */
    | "mixedPeriod" /** Several kinds of time in one period: they are laid one after the other. */;
  readonly periodIndex: number;
};

export type CdrReading = {
  readonly periods: readonly ChargedPeriod[];
  /** The CDR's period that each of `periods` came from. */
  readonly sources: readonly number[];
  readonly findings: readonly CdrFinding[];
  /** As the periods name them, without repetition. The engine prices one tariff at a time. */
  readonly tariffIds: readonly string[];
};

type TimePart = { readonly kind: PeriodKind; readonly seconds: number };

/** Four decimals of an hour are within 0.2 s, three within 2 s: closer than this, volume and time stamps say the same. */
const TOLERANCE_SECONDS = 2;
/** The order in which they happen: reserved, then charging, then parking. */
const TIME_KINDS = [
  ["RESERVATION_TIME", "reservation"],
  ["TIME", "charging"],
  ["PARKING_TIME", "parking"],
] as const;

/**
 * Reads a CDR's charging_periods (OCPI 2.2.1 mod_cdrs, ChargingPeriod) for `priceSession` with `split: "atStart"`. Durations
 * come from the time stamps; where TIME volumes (hours of four decimals) contradict them, from the volumes, rounded to
 * whole seconds. Throws `invalid` for instants and volumes that are none, and for periods out of order.
 */
export function toChargedPeriods(input: CdrPeriods): CdrReading {
  const starts = input.charging_periods.map((period) => parseInstant(period.start_date_time));
  const sessionEndMs = parseInstant(input.end_date_time);
  const periods: ChargedPeriod[] = [];
  const sources: number[] = [];
  const findings: CdrFinding[] = [];
  input.charging_periods.forEach((period, periodIndex) => {
    const startedAtMs = starts[periodIndex] ?? sessionEndMs;
    const endedAtMs = starts[periodIndex + 1] ?? sessionEndMs;
    if (endedAtMs < startedAtMs) {
      throw new AppError("invalid", `charging period ${periodIndex} starts after it ends`, { periodIndex });
    }
    const volumes = sumVolumes(period.dimensions);
    const parts = timeParts(volumes);
    const intervalSeconds = secondsBetween(startedAtMs, endedAtMs);
    const volumeSeconds = parts.reduce((sum, part) => sum + part.seconds, 0);
    const agrees = Math.abs(intervalSeconds - volumeSeconds) <= TOLERANCE_SECONDS;
    if (parts.length === 0) findings.push({ key: "noTimeVolume", periodIndex });
    else if (!agrees) findings.push({ key: "durationDisagrees", periodIndex });
    if (parts.length > 1) findings.push({ key: "mixedPeriod", periodIndex });
    const laid = layParts(parts, startedAtMs, endedAtMs, agrees);
    for (const part of attachMeasurements(laid, volumes)) {
      periods.push(part);
      sources.push(periodIndex);
    }
  });
  const tariffIds = new Set(input.charging_periods.flatMap((period) => (period.tariff_id ? [period.tariff_id] : [])));
  return { periods, sources, findings, tariffIds: [...tariffIds] };
}

/** OCPI's DateTime: UTC, with Z or nothing. */
function parseInstant(text: string): number {
  const instantMs = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(instantMs)) throw new AppError("invalid", `not a date-time: ${text.slice(0, 40)}`);
  return instantMs;
}

type Volumes = ReadonlyMap<string, bigint>;

function sumVolumes(dimensions: CdrPeriods["charging_periods"][number]["dimensions"]): Volumes {
  const volumes = new Map<string, bigint>();
  for (const { type, volume } of dimensions) {
    volumes.set(type, (volumes.get(type) ?? 0n) + roundDecimal(volume, QUANTITY_DIGITS));
  }
  return volumes;
}

function timeParts(volumes: Volumes): readonly TimePart[] {
  const stated = TIME_KINDS.flatMap(([dimension, kind]) => {
    const microHours = volumes.get(dimension);
    return microHours === undefined ? [] : [{ kind, seconds: Math.round((Number(microHours) * 3600) / 1e6) }];
  });
  const used = stated.filter((part) => part.seconds !== 0);
  return used.length > 0 ? used : stated.slice(0, 1);
}

type Laid = {
  readonly kind: PeriodKind;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  billedSeconds?: number;
};

function layParts(
  parts: readonly TimePart[],
  startedAtMs: number,
  endedAtMs: number,
  agrees: boolean,
): readonly Laid[] {
  const [first] = parts;
  if (!first) return [{ kind: "charging", startedAtMs, endedAtMs, billedSeconds: 0 }];
  if (parts.length === 1) {
    const whole = { kind: first.kind, startedAtMs, endedAtMs };
    return [agrees ? whole : { ...whole, billedSeconds: first.seconds }];
  }
  let cursorMs = startedAtMs;
  return parts.map((part, index) => {
    const fromMs = cursorMs;
    cursorMs = index === parts.length - 1 ? endedAtMs : Math.min(endedAtMs, fromMs + part.seconds * 1000);
    const laid = { kind: part.kind, startedAtMs: fromMs, endedAtMs: cursorMs };
    return agrees ? laid : { ...laid, billedSeconds: part.seconds };
  });
}

/** Energy belongs to the charging part, or to the last one where nothing charged. */
function attachMeasurements(parts: readonly Laid[], volumes: Volumes): readonly ChargedPeriod[] {
  const energyMwh = volumes.get("ENERGY") ?? 0n;
  const chargingAt = parts.findIndex((part) => part.kind === "charging");
  const energyAt = chargingAt === -1 ? parts.length - 1 : chargingAt;
  const powerW = measuredRange(volumes, "MIN_POWER", "MAX_POWER", "POWER");
  const currentMa = measuredRange(volumes, "MIN_CURRENT", "MAX_CURRENT", "CURRENT");
  return parts.map((part, index) => ({
    ...part,
    energyMwh: index === energyAt ? energyMwh : 0n,
    ...(part.kind === "charging" && powerW ? { powerW } : {}),
    ...(part.kind === "charging" && currentMa ? { currentMa } : {}),
  }));
}

/** kW to W, A to mA. A CDR that gives only one end, or only the average, gives it for both. */
function measuredRange(volumes: Volumes, low: string, high: string, average: string): MinMax | null {
  const lowest = volumes.get(low) ?? volumes.get(average) ?? volumes.get(high);
  const highest = volumes.get(high) ?? volumes.get(average) ?? volumes.get(low);
  if (lowest === undefined || highest === undefined) return null;
  return { min: Number(lowest) / 1000, max: Number(highest) / 1000 };
}
