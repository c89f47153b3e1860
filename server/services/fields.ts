import { z } from "zod";
import { currencyExponent } from "../tariff/currency-exponent.ts";

/** The fields that several services take or give, each with one meaning. */

/** What PostgreSQL can keep: it knows no NUL in a text, and no half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
const NOT_STORABLE = "a character that no text may hold (NUL or an unpaired surrogate)";

/** Any text that is stored, or looked for among what is stored. */
export const StorableText = z.string().refine(isStorable, NOT_STORABLE);

/** A name people read. */
export const NameText = StorableText.trim().min(1).max(100);

/** What somebody typed to find something. */
export const SearchText = StorableText.trim().min(1).max(100);

const MOST_DEPTH = 100;

/** A JSON object of somebody else's making that is kept as it is. */
export const StorableObject = z.record(z.string(), z.unknown()).superRefine((object, context) => {
  const left: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value: object, path: [] }];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const { value, path } = at;
    const refuse = (message: string) => context.addIssue({ code: "custom", path: [...path], message });
    if (typeof value === "string" && !isStorable(value)) refuse(NOT_STORABLE);
    if (typeof value !== "object" || value === null) continue;
    if (path.length >= MOST_DEPTH) return refuse("nested too deep");
    for (const [key, inner] of Object.entries(value)) {
      if (!isStorable(key)) return refuse(NOT_STORABLE);
      left.push({ value: inner, path: [...path, key] });
    }
  }
});

const EARLIEST_MS = Date.parse("0001-01-01T00:00:00Z");
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Both JavaScript and PostgreSQL write these alike. */
function isWithinYears(text: string): boolean {
  const atMs = Date.parse(text);
  return atMs >= EARLIEST_MS && atMs <= LATEST_MS;
}
const NOT_WITHIN_YEARS = "not within the years 1 to 9999 (UTC)";

/** An instant in ISO 8601 with zone, given as text. */
export const InstantText = z.iso
  .datetime({ offset: true })
  .refine(isWithinYears, NOT_WITHIN_YEARS)
  .meta({ example: "2026-11-24T08:30:00.000Z" });

/** An instant as we write it ourselves, in UTC: in a cursor it comes back, and goes to the database as text. */
export const UtcInstantText = z.iso.datetime().refine(isWithinYears, NOT_WITHIN_YEARS);

/** Energy in Wh, a decimal text with up to three decimals: exact, and the same in lists, live events and exports. */
export const EnergyWhText = z
  .string()
  .regex(/^-?\d+(\.\d{1,3})?$/)
  .meta({ description: "Energy in Wh, up to three decimals, as text.", example: "12345.678" });

/** Money in the currency's minor unit, an integer as text. */
export const MinorText = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ description: "Amount in the currency's minor unit (cents), as text.", example: "1234" });

/** Money in the currency's major unit, as text. */
export const DecimalText = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({ description: "The same amount in the currency's major unit.", example: "12.34" });

export const toInstantText = (at: Date): string => at.toISOString();
export const toInstantTextOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

/** mWh as Wh text without needless zeros: 1500n is "1.5". */
export function toEnergyWhText(energyMwh: bigint): string {
  const sign = energyMwh < 0n ? "-" : "";
  const absolute = energyMwh < 0n ? -energyMwh : energyMwh;
  const decimals = (absolute % 1000n).toString().padStart(3, "0").replace(/0+$/, "");
  return `${sign}${absolute / 1000n}${decimals ? `.${decimals}` : ""}`;
}

/** Minor units as major-unit text, by the currency's own number of decimals (ISO 4217): 1234n EUR is "12.34". */
export function toDecimalText(minor: bigint, currency: string): string {
  const digits = currencyExponent(currency);
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A search text as a LIKE pattern that contains it, its own wildcards taken literally. */
export const containsPattern = (text: string): string => `%${prefixPattern(text)}`;

/** A search text as a LIKE pattern that begins with it. */
export const prefixPattern = (text: string): string => `${text.replace(/[\\%_]/g, "\\$&")}%`;
