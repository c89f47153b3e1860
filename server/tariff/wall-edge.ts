import type { Zone, ZoneOffset } from "./zone-offsets.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The next instant after another at which the local clock shows one of the minutes of the day (ascending, at least one) or the
 * zone's offset may change; until then the offset holds.
 */
export function nextWallEdge(wallMinutes: readonly number[], zone: Zone, instantMs: number): ZoneOffset {
  const { offsetMs, untilMs } = zone.offsetAt(instantMs);
  const localMs = instantMs + offsetMs;
  const dayStartMs = Math.floor(localMs / DAY_MS) * DAY_MS;
  const today = wallMinutes.find((minute) => dayStartMs + minute * MINUTE_MS > localMs);
  const edgeMs = dayStartMs + (today === undefined ? DAY_MS + (wallMinutes[0] ?? 0) * MINUTE_MS : today * MINUTE_MS);
  return { offsetMs, untilMs: Math.min(edgeMs - offsetMs, untilMs) };
}
