import { z } from "zod";
import { AppError, isAppError } from "../core/errors.ts";
import { parseDecimal } from "./decimal.ts";

/** Decimals that the engine carries: micros of the currency, mWh of a kWh, mW of a kW. */
export const QUANTITY_DIGITS = 6;
/** 0.0001 % of VAT. */
export const PERCENT_DIGITS = 4;

const MAX_DECIMAL = 10n ** 15n;
/** 100 %: no country takes more, and what a session comes to must fit the columns. */
const MAX_VAT = 100n * 10n ** BigInt(PERCENT_DIGITS);

/** A JSON number or its decimal text. It stays as it came, so that the object can be stored and passed on unchanged. */
const decimal = (digits: number, sign: "any" | "notNegative" = "notNegative", most = MAX_DECIMAL) =>
  z.union([z.number(), z.string().max(60)]).superRefine((value, context) => {
    try {
      const scaled = parseDecimal(value, digits);
      const tooLarge = scaled > most || scaled < -most;
      if (tooLarge) context.addIssue({ code: "custom", message: "number too large" });
      else if (sign === "notNegative" && scaled < 0n)
        context.addIssue({ code: "custom", message: "must not be negative" });
    } catch (error) {
      if (!isAppError(error)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  });

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** RFC 3339 in UTC, with Z or nothing (OCPI 2.2.1 types, DateTime). */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z?$/;

const isRealDate = (text: string): boolean => {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
};
const isRealDateTime = (text: string): boolean => {
  const day = text.slice(0, 10);
  return isRealDate(day) && !Number.isNaN(Date.parse(text.endsWith("Z") ? text : `${text}Z`));
};

const timeOfDay = z.string().regex(TIME_OF_DAY, "must be a time of day, HH:MM");
const localDate = z
  .string()
  .regex(DATE, { error: "must be a date, YYYY-MM-DD", abort: true })
  .refine(isRealDate, "no such date");
const dateTime = z
  .string()
  .regex(DATE_TIME, { error: "must be a UTC date-time", abort: true })
  .refine(isRealDateTime, "no such date-time");
const seconds = z.int().nonnegative();

export const DAYS_OF_WEEK = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;

/** OCPI 2.2.1 mod_tariffs, TariffRestrictions. Absent and null mean the same. */
export const TariffRestrictions = z.looseObject({
  start_time: timeOfDay.nullish(),
  end_time: timeOfDay.nullish(),
  start_date: localDate.nullish(),
  end_date: localDate.nullish(),
  min_kwh: decimal(QUANTITY_DIGITS).nullish(),
  max_kwh: decimal(QUANTITY_DIGITS).nullish(),
  min_current: decimal(QUANTITY_DIGITS, "any").nullish(),
  max_current: decimal(QUANTITY_DIGITS, "any").nullish(),
  min_power: decimal(QUANTITY_DIGITS, "any").nullish(),
  max_power: decimal(QUANTITY_DIGITS, "any").nullish(),
  min_duration: seconds.nullish(),
  max_duration: seconds.nullish(),
  day_of_week: z.array(z.enum(DAYS_OF_WEEK)).nullish(),
  reservation: z.enum(["RESERVATION", "RESERVATION_EXPIRES"]).nullish(),
});

/** OCPI 2.2.1 mod_tariffs, PriceComponent. The price is net, per kWh, per hour or once; it may be negative. */
export const PriceComponent = z.looseObject({
  type: z.enum(["ENERGY", "FLAT", "PARKING_TIME", "TIME"]),
  price: decimal(QUANTITY_DIGITS, "any"),
  vat: decimal(PERCENT_DIGITS, "notNegative", MAX_VAT).nullish(),
  step_size: seconds,
});

export const TariffElement = z.looseObject({
  price_components: z.array(PriceComponent).min(1),
  restrictions: TariffRestrictions.nullish(),
});

/** OCPI 2.2.1 types, Price, as a limit of a session's cost. */
export const PriceLimit = z
  .looseObject({ excl_vat: decimal(QUANTITY_DIGITS), incl_vat: decimal(QUANTITY_DIGITS).nullish() })
  .superRefine((limit, context) => {
    if (limit.incl_vat == null || toMicrosOrZero(limit.incl_vat) >= toMicrosOrZero(limit.excl_vat)) return;
    context.addIssue({ code: "custom", path: ["incl_vat"], message: "must not be below excl_vat" });
  });

// A malformed decimal has its own issue already; the comparisons must not add a second failure to it.
function toMicrosOrZero(value: number | string): bigint {
  try {
    return parseDecimal(value, QUANTITY_DIGITS);
  } catch {
    return 0n;
  }
}

/** OCPI 2.2.1 mod_tariffs, Tariff. Unknown fields are kept (a partner's newer minor version is not a mistake). */
export const OcpiTariff = z
  .looseObject({
    country_code: z.string().length(2),
    party_id: z.string().min(1).max(3),
    id: z.string().min(1).max(36),
    currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code"),
    type: z.enum(["AD_HOC_PAYMENT", "PROFILE_CHEAP", "PROFILE_FAST", "PROFILE_GREEN", "REGULAR"]).nullish(),
    tariff_alt_text: z.array(z.looseObject({ language: z.string().length(2), text: z.string().max(512) })).nullish(),
    tariff_alt_url: z.url().max(255).nullish(),
    min_price: PriceLimit.nullish(),
    max_price: PriceLimit.nullish(),
    elements: z.array(TariffElement).min(1).max(500),
    start_date_time: dateTime.nullish(),
    end_date_time: dateTime.nullish(),
    energy_mix: z.looseObject({}).nullish(),
    last_updated: dateTime,
  })
  .superRefine((tariff, context) => {
    const { min_price: min, max_price: max } = tariff;
    if (!min || !max) return;
    const netCrosses = toMicrosOrZero(min.excl_vat) > toMicrosOrZero(max.excl_vat);
    const grossCrosses =
      min.incl_vat != null && max.incl_vat != null && toMicrosOrZero(min.incl_vat) > toMicrosOrZero(max.incl_vat);
    if (netCrosses || grossCrosses) {
      context.addIssue({ code: "custom", path: ["max_price"], message: "must not be below min_price" });
    }
  })
  .meta({
    id: "OcpiTariff",
    description: "OCPI 2.2.1 mod_tariffs, Tariff. Prices are net, per kWh, per hour, or once.",
  });

export type OcpiTariff = z.infer<typeof OcpiTariff>;
export type OcpiTariffRestrictions = z.infer<typeof TariffRestrictions>;

export type TariffIssue = { readonly path: string; readonly message: string };

/** Checks an OCPI 2.2.1 tariff. Throws `invalid` whose details hold `issues`: the path and what is wrong there. */
export function parseOcpiTariff(input: unknown): OcpiTariff {
  const result = OcpiTariff.safeParse(input);
  if (result.success) return result.data;
  const issues: TariffIssue[] = result.error.issues.map((issue) => ({
    path: z.core.toDotPath(issue.path),
    message: issue.message,
  }));
  const first = issues[0];
  const summary = first ? `${first.path === "" ? "tariff" : first.path}: ${first.message}` : "unknown reason";
  throw new AppError("invalid", `not a valid tariff: ${summary}`, { issues });
}
