/** A decimal number from text: `digits` × 10^-`scale`. */
export type Decimal = { readonly digits: bigint; readonly scale: number };

const DECIMAL = /^([+-]?)(\d{0,40})(?:[.,](\d{0,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Reads decimal text exactly, with a comma for a point and an exponent too; null when it is no number. */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length - Number(exponent) };
}

/** The number × 10^`power` as an integer. What is left below one unit is cut off, never rounded up. */
export function toInteger({ digits, scale }: Decimal, power: number): bigint {
  const shift = power - scale;
  return shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
}
