export type InstantFlag =
  /** The clock stands before 2010: it was never set. */
  | "clock1970"
  /** More than 5 minutes after arrival. */
  | "clockFuture"
  /** More than 90 days before arrival. */
  | "clockImplausible"
  /** No zone: read in the site's. */
  | "noZone"
  /** Moved by the known deviation of the station's clock. */
  | "clockCorrected"
  | "unparsable";

export type StationInstant = { readonly atMs: number; readonly flags: readonly InstantFlag[]; readonly raw: string };

export type StationClock = {
  /** When the message arrived, in epoch milliseconds. */
  readonly arrivalMs: number;
  /** The site's IANA time zone. */
  readonly timeZone: string;
  /** How far the station's clock is known to be ahead of ours. */
  readonly clockOffsetMs?: number | undefined;
};

const MAX_PAST_MS = 90 * 86_400_000;
const MAX_FUTURE_MS = 5 * 60_000;
const FIRST_PLAUSIBLE_MS = Date.UTC(2010, 0, 1);

const DATE = "(\\d{4})-(\\d\\d)-(\\d\\d)";
const TIME = "(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d+))?)?";
const ZONE = "(?:([Zz])|([+-])(\\d\\d):?(\\d\\d)?)?";
const ISO = new RegExp(`^\\s*${DATE}[Tt\\s]\\s*${TIME}\\s*${ZONE}\\s*$`);

/**
 * The instant a station means (ISO 8601, any fraction and offset; OCPP 1.6, 3.12). Text without a zone is the site's local time.
 * What cannot be read, or lies outside [arrival - 90 days, arrival + 5 minutes], becomes the arrival, flagged with the reason.
 * @throws RangeError when `timeZone` is no IANA zone: our own data, checked when the site is saved.
 */
export function parseStationTime(raw: string, clock: StationClock): StationInstant {
  const { arrivalMs, timeZone, clockOffsetMs = 0 } = clock;
  const parsed = raw.length > 64 ? null : parseIso(raw, timeZone, arrivalMs + clockOffsetMs);
  if (!parsed) return { atMs: arrivalMs, flags: ["unparsable"], raw };
  const flags: InstantFlag[] = parsed.hasZone ? [] : ["noZone"];
  const atMs = parsed.atMs - clockOffsetMs;
  if (clockOffsetMs !== 0) flags.push("clockCorrected");
  const doubt = doubtOf(parsed.atMs, atMs, arrivalMs);
  return doubt ? { atMs: arrivalMs, flags: [...flags, doubt], raw } : { atMs, flags, raw };
}

function doubtOf(statedMs: number, atMs: number, arrivalMs: number): InstantFlag | null {
  if (atMs > arrivalMs + MAX_FUTURE_MS) return "clockFuture";
  if (atMs >= arrivalMs - MAX_PAST_MS) return null;
  return statedMs < FIRST_PLAUSIBLE_MS ? "clock1970" : "clockImplausible";
}

/** `nowMs` is the arrival by the station's clock. */
function parseIso(
  raw: string,
  timeZone: string,
  nowMs: number,
): { readonly atMs: number; readonly hasZone: boolean } | null {
  const match = ISO.exec(raw);
  if (!match) return null;
  const [, year, month, day, hour, minute, second = "0", fraction = "", utc, sign, zoneHours, zoneMinutes = "0"] =
    match;
  const fields = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)] as const;
  if (!isCalendarTime(fields)) return null;
  const [y, mo, d, h, mi, s] = fields;
  const localMs = Date.UTC(y, mo - 1, d, h, mi, s) + Number(fraction.slice(0, 3).padEnd(3, "0"));
  if (utc) return { atMs: localMs, hasZone: true };
  if (sign === undefined) return { atMs: localToUtc(localMs, timeZone, nowMs), hasZone: false };
  if (Number(zoneHours) > 23 || Number(zoneMinutes) > 59) return null; // no place on earth: it would move a session by days
  const offsetMinutes = Number(zoneHours) * 60 + Number(zoneMinutes);
  return { atMs: localMs - (sign === "-" ? -offsetMinutes : offsetMinutes) * 60_000, hasZone: true };
}

/** Hour 24 and second 60 exist in ISO 8601; both roll over to the next unit. */
function isCalendarTime([y, mo, d, h, mi, s]: readonly [number, number, number, number, number, number]): boolean {
  const isDate = mo >= 1 && mo <= 12 && d >= 1 && d <= new Date(Date.UTC(y, mo, 0)).getUTCDate();
  return isDate && (h < 24 || (h === 24 && mi === 0 && s === 0)) && mi < 60 && s <= 60;
}

/**
 * Local time of a zone to UTC. Which of the hours that daylight saving repeats is meant the arrival tells: the second when it
 * is that just now, else the first. An hour that it skips is read as if it had not been.
 */
function localToUtc(localMs: number, timeZone: string, nowMs: number): number {
  const before = zoneOffsetMs(localMs - 86_400_000, timeZone);
  const after = zoneOffsetMs(localMs + 86_400_000, timeZone);
  const first = localMs - before;
  const second = localMs - after;
  if (second === first || zoneOffsetMs(second, timeZone) !== after) return first;
  const isTwice = zoneOffsetMs(first, timeZone) === before;
  const isSecondNow = second <= nowMs + MAX_FUTURE_MS && nowMs - second < second - first;
  return isTwice && !isSecondNow ? first : second;
}

const formats = new Map<string, Intl.DateTimeFormat>(); // building one costs far more than using it
function zoneOffsetMs(atMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      ...({ year: "numeric", month: "numeric", day: "numeric" } as const),
      ...({ hour: "numeric", minute: "numeric", second: "numeric" } as const),
    });
    formats.set(timeZone, format);
  }
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(atMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
}
