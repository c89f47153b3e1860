import type { SessionEntry } from "./ledger.ts";

/** The tariff of the proof: 0.39 EUR per kWh without VAT, which is 19 %. */
export const PRICE = { perKwh: 0.39, vatPercent: 19 };
const PRICE_MICROS_PER_KWH = 390_000n;
const VAT_PERCENT = 19n;

export type Bill = { readonly net: bigint; readonly vat: bigint; readonly gross: bigint };

/** Energy by the simplest rule there is: the sum of the register's rises, by time, then by value, in mWh. */
export function expectedEnergyMwh({ meterStart, samples, stop, hasClock }: SessionEntry): bigint {
  const measured = hasClock
    ? samples.toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || a.wh - b.wh)
    : samples; // in the order of sending: such time stamps tell nothing
  const registers = [meterStart, ...measured.map(({ wh }) => wh), stop?.meterStop ?? meterStart];
  let rises = 0;
  for (const [index, wh] of registers.entries()) rises += Math.max(0, wh - (registers[index - 1] ?? wh));
  return BigInt(rises) * 1000n;
}

/** In cents. Net and VAT are rounded to the millionth, then net and gross to the cent, half up; VAT is what lies between. */
export function expectedBill(energyMwh: bigint): Bill {
  const netMicros = roundedQuotient(energyMwh * PRICE_MICROS_PER_KWH, 1_000_000n);
  const vatMicros = roundedQuotient(netMicros * VAT_PERCENT, 100n);
  const net = roundedQuotient(netMicros, 10_000n);
  const gross = roundedQuotient(netMicros + vatMicros, 10_000n);
  return { net, vat: gross - net, gross };
}

const roundedQuotient = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);
