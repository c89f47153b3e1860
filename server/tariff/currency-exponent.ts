import { AppError } from "../core/errors.ts";
import { divideRounded } from "./decimal.ts";

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Decimals of a currency's minor unit (ISO 4217): EUR 2, JPY 0, KWD 3. Throws `invalid` for what is not a currency code. */
export function currencyExponent(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) throw new AppError("invalid", `not a currency code: ${currency.slice(0, 10)}`);
  return EXPONENTS[currency] ?? 2;
}

/** Micros (millionths of the currency) in its minor unit, half away from zero: 1 234 500 micros of EUR are 123 cents. */
export function toMinorUnits(micros: bigint, exponent: number): bigint {
  return divideRounded(micros, 10n ** BigInt(6 - exponent));
}
