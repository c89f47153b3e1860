import { AppError } from "../core/errors.ts";

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
/** A magnitude that no price, energy or power of this product reaches; it bounds the work done for hostile input. */
const MAX_DIGITS = 60;

type Parts = { readonly negative: boolean; readonly digits: string; readonly fractionDigits: number };

function readParts(value: number | string): Parts | null {
  // A JSON number carries fifteen digits; what follows them (0.30000000000000004) is noise of its binary form.
  const match = DECIMAL.exec(typeof value === "number" ? value.toPrecision(15) : value.trim());
  if (!match) return null;
  const fraction = match[3] ?? "";
  const fractionDigits = fraction.length - Number(match[4] ?? "0");
  const digits = `${match[2] ?? ""}${fraction}`;
  if (Math.abs(fractionDigits) > MAX_DIGITS) return null;
  return { negative: match[1] === "-", digits, fractionDigits };
}

function toScaled(value: number | string, digits: number): { readonly scaled: bigint; readonly rest: bigint } | null {
  const parts = readParts(value);
  if (!parts) return null;
  const shift = digits - parts.fractionDigits;
  const sign = parts.negative ? -1n : 1n;
  const all = BigInt(parts.digits);
  if (shift >= 0) return { scaled: sign * all * 10n ** BigInt(shift), rest: 0n };
  const divisor = 10n ** BigInt(-shift);
  const rest = all % divisor;
  const roundUp = rest * 2n >= divisor ? 1n : 0n;
  return { scaled: sign * (all / divisor + roundUp), rest };
}

const notDecimal = (value: unknown): AppError =>
  new AppError("invalid", `not a decimal number: ${String(value).slice(0, 40)}`);

/**
 * A decimal (JSON number by its fifteen digits, or decimal text) as an integer of 10^-digits units, exactly: with 6 digits
 * 0.25 is 250000n. Throws `invalid` for what is not a decimal or has more decimals than that.
 */
export function parseDecimal(value: number | string, digits: number): bigint {
  const parsed = toScaled(value, digits);
  if (!parsed) throw notDecimal(value);
  if (parsed.rest !== 0n) throw new AppError("invalid", `at most ${digits} decimals: ${value}`);
  return parsed.scaled;
}

/** Like `parseDecimal`, but further decimals are rounded half away from zero: for measured quantities, never for prices. */
export function roundDecimal(value: number | string, digits: number): bigint {
  const parsed = toScaled(value, digits);
  if (!parsed) throw notDecimal(value);
  return parsed.scaled;
}

/** The inverse of `parseDecimal`: 250000n with 6 digits is "0.25". Trailing zeros are dropped. */
export function formatDecimal(value: bigint, digits: number): string {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Integer division rounded half away from zero. The denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const half = denominator / 2n;
  return numerator < 0n ? -((-numerator + half) / denominator) : (numerator + half) / denominator;
}
