const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1000, 5000, 10_000, 15_000, 30_000],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7].map((days) => days * DAY),
];

export type TimeAxis = {
  readonly ticks: readonly number[];
  readonly format: {
    readonly weekday?: "short";
    readonly hour: "2-digit";
    readonly minute: "2-digit";
    readonly second?: "2-digit";
  };
};

/** At most so many instants on round minutes or hours between two others, and how precisely to write them. */
export function timeAxis(fromMs: number, toMs: number, mostTicks: number): TimeAxis {
  const step =
    STEPS.find((candidate) => (toMs - fromMs) / candidate <= mostTicks) ?? Math.ceil((toMs - fromMs) / mostTicks);
  const first = Math.ceil(fromMs / step) * step;
  const count = Math.max(0, Math.floor((toMs - first) / step) + 1);
  return {
    ticks: Array.from({ length: count }, (_, index) => first + index * step),
    format: {
      ...(toMs - fromMs >= DAY ? { weekday: "short" } : {}),
      ...{ hour: "2-digit", minute: "2-digit" },
      ...(step < MINUTE ? { second: "2-digit" } : {}),
    },
  };
}

/** As many buckets as the chart has use for at its width, in few sizes: turning a phone need not ask again and again. */
export const bucketsForWidth = (widthPx: number): number =>
  Math.min(300, Math.max(50, Math.ceil(widthPx / 4 / 50) * 50));
