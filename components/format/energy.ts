import { decimalText } from "./decimal-text.ts";
import { numberFormat } from "./number-format.ts";

const FORMAT = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;

/** Energy in kWh without its unit, for columns that carry the unit in their head. Two decimals, rounded half away from zero. */
export function formatKwh(energyWh: bigint | number, locale: string): string {
  return numberFormat(locale, FORMAT).format(typeof energyWh === "bigint" ? decimalText(energyWh, 3) : energyWh / 1000);
}

/** Energy in kWh with its unit: "12.35 kWh". */
export const formatEnergy = (energyWh: bigint | number, locale: string): string =>
  `${formatKwh(energyWh, locale)}\u00a0kWh`;
