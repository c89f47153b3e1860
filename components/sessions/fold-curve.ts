import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

export type Curve = RouterOutputs["session"]["powerCurve"];
type Bucket = Curve["buckets"][number];
/** What a live event says of the newest reading. */
export type NewestReading = {
  readonly lastReadingAt: string | null;
  readonly powerW: number | null;
  readonly socPercent: number | null;
};

/** Further away than this the readings between are missing, not late: they stay a gap. */
const MOST_FILLED = 5;

/**
 * The curve with a newer reading at its end; the same object when there is nothing newer. The reading stands for its bucket
 * until the server has worked out means anew. The meter's register is not among what is told live.
 */
export function foldCurve(curve: Curve, { lastReadingAt, powerW, socPercent }: NewestReading): Curve {
  const atMs = lastReadingAt === null ? Number.NaN : new Date(lastReadingAt).getTime();
  if (!(atMs > new Date(curve.to).getTime())) return curve;
  const fromMs = new Date(curve.from).getTime();
  const index = Math.floor((atMs - fromMs) / curve.bucketMs);
  const known = curve.buckets.slice(0, index);
  const missing = index - known.length;
  const newest = { meanPowerW: powerW, maxPowerW: powerW, energyRegisterWh: null, socPercent };
  const nothing = { meanPowerW: null, maxPowerW: null, energyRegisterWh: null, socPercent: null };
  const isGap = missing >= MOST_FILLED;
  const filled = Array.from({ length: missing }, (_, n): Bucket => {
    return { at: atOf(fromMs, known.length + n, curve.bucketMs), ...(isGap ? nothing : newest) };
  });
  const before = curve.buckets[index];
  const last: Bucket = {
    ...newest,
    at: atOf(fromMs, index, curve.bucketMs),
    maxPowerW: powerW === null ? null : Math.max(powerW, before?.maxPowerW ?? powerW),
  };
  return { ...curve, to: new Date(atMs).toISOString(), buckets: [...known, ...filled, last] };
}

const atOf = (fromMs: number, index: number, bucketMs: number): string =>
  new Date(fromMs + index * bucketMs).toISOString();
