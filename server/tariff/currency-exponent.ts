import { AppError } from "../core/errors.ts";
import { minorUnitDecimals } from "../core/minor-unit.ts";
import { divideRounded } from "./decimal.ts";

/** `minorUnitDecimals`, of what may be no currency code at all: then it throws `invalid`. */
export function currencyExponent(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) throw new AppError("invalid", `not a currency code: ${currency.slice(0, 10)}`);
  return minorUnitDecimals(currency);
}

/** Micros (millionths of the currency) in its minor unit, half away from zero: 1 234 500 micros of EUR are 123 cents. */
export function toMinorUnits(micros: bigint, exponent: number): bigint {
  return divideRounded(micros, 10n ** BigInt(6 - exponent));
}
