const MOST_POINTS = 300;
/** Several sample intervals without a word: the line breaks. */
const GAP_FACTOR = 5;

export type CurvePoint = { readonly atMs: number; readonly powerKw: number | null };

/** Readings as points of a chart, in order; a long silence becomes a point without a value. */
export function toCurve(readings: readonly { readonly at: string; readonly powerW: number | null }[]): CurvePoint[] {
  const points = readings
    .filter(({ powerW }) => powerW !== null)
    .map(({ at, powerW }) => ({ atMs: new Date(at).getTime(), powerKw: (powerW ?? 0) / 1000 }))
    .sort((a, b) => a.atMs - b.atMs)
    .filter((point, index, all) => point.atMs !== all[index - 1]?.atMs);
  const step = Math.ceil(points.length / MOST_POINTS);
  const kept = points.filter((_, index) => index % step === 0 || index === points.length - 1);
  const gaps = kept.slice(1).map((point, index) => point.atMs - (kept[index]?.atMs ?? 0));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return kept.flatMap((point, index): CurvePoint[] => {
    const before = kept[index - 1];
    const isGap = before && usual > 0 && point.atMs - before.atMs > usual * GAP_FACTOR;
    return isGap ? [{ atMs: before.atMs + 1, powerKw: null }, point] : [point];
  });
}
