import type { RegisterPoint } from "../../metering/register-series.ts";

/**
 * Puts a point where settlement would read it: by instant, then by register. One that is there already is left out, so
 * that a reading heard twice (while its session was being loaded, or because the station said it again) counts once. Gives whether it is new.
 */
export function insertPoint(points: RegisterPoint[], point: RegisterPoint): boolean {
  let index = points.length;
  for (; index > 0; index--) {
    const before = points[index - 1];
    if (!before || before.atMs < point.atMs) break;
    if (before.atMs > point.atMs || before.registerMwh > point.registerMwh) continue;
    if (before.registerMwh < point.registerMwh) break;
    if (isSame(before, point)) return false;
  }
  points.splice(index, 0, point);
  return true;
}

/** Instant and register are known to be equal. */
const isSame = (a: RegisterPoint, b: RegisterPoint): boolean =>
  a.phases === b.phases && a.powerW === b.powerW && a.currentMa === b.currentMa;
