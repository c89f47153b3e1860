import { z } from "zod";
import { currencyExponent } from "../tariff/currency-exponent.ts";

/** The fields that several services take or give, each with one meaning. */

/** A name people read. */
export const NameText = z.string().trim().min(1).max(100);

/** An instant in ISO 8601 with zone, given as text. */
export const InstantText = z.iso.datetime({ offset: true }).meta({ example: "2026-11-24T08:30:00.000Z" });

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
