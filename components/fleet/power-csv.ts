import type { PowerHistory } from "../../server/services/fleet/get-power-history.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/** What the chart shows, as a spreadsheet reads it: instants in UTC, watts, nothing where nobody looked. */
export function powerCsv({ points }: PowerHistory): string {
  const lines = points.map(({ at, meanW, maxW }) => [at, meanW ?? "", maxW ?? ""].join(","));
  return `${BYTE_ORDER_MARK}${["at,mean_w,max_w", ...lines].join("\r\n")}\r\n`;
}
