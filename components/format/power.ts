import { numberFormat } from "./number-format.ts";

const FORMAT = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;

/** Power in kW without its unit, for columns that carry the unit in their head. One decimal. */
export const formatKw = (powerW: number, locale: string): string => numberFormat(locale, FORMAT).format(powerW / 1000);

/** Power in kW with its unit: "11.0 kW". */
export const formatPower = (powerW: number, locale: string): string => `${formatKw(powerW, locale)}\u00a0kW`;
