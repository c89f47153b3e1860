/** A decimal as text, as `Intl.NumberFormat` takes it without going through a float. */
export type DecimalText = `${number}`;

/** `amount` divided by 10^`scale`, exactly: `decimalText(12345n, 3)` is `"12.345"`. `scale` is 0 or more. */
export function decimalText(amount: bigint, scale: number): DecimalText {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(scale + 1, "0");
  if (scale === 0) return `${sign}${digits}` as DecimalText;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` as DecimalText;
}
