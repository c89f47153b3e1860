import { minorUnitDecimals } from "../../server/core/minor-unit.ts";
import { type DecimalText, decimalText } from "./decimal-text.ts";
import { numberFormat } from "./number-format.ts";

/**
 * An amount in the currency's minor unit (cents for EUR, whole units for JPY, mills for BHD) with its symbol, exact for
 * any size. `currency` is an ISO 4217 code; an ill-formed one throws RangeError.
 */
export function formatMoney(amountMinor: bigint, currency: string, locale: string): string {
  const scale = minorUnitDecimals(currency);
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  return numberFormat(locale, { style: "currency", currency, ...digits }).format(decimalText(amountMinor, scale));
}

/**
 * A unit price in micros (millionths of the currency), for example per kWh: shows at least the currency's own decimals
 * and up to four, since prices per kWh are quoted in tenths of a cent.
 */
export function formatUnitPrice(priceMicros: bigint, currency: string, locale: string): string {
  const scale = minorUnitDecimals(currency);
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: Math.max(4, scale) };
  return numberFormat(locale, { style: "currency", currency, ...digits }).format(
    decimalText(priceMicros, 6) satisfies DecimalText,
  );
}
