/**
 * A span of time in words of two units at most: "45 s", "12 min", "1 h 04 min", "3 d 04 h". The symbols are those of
 * the SI, so they read the same in every language. Below a minute seconds are shown, above they are cut, not rounded:
 * a limit of 60 min is not reached at 59 min 40 s. A negative span counts as none.
 */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  if (seconds < 60) return `${seconds}${NBSP}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}${NBSP}h ${two(minutes % 60)}${NBSP}min`;
  return `${Math.floor(hours / 24)}${NBSP}d ${two(hours % 24)}${NBSP}h`;
}

const NBSP = "\u00a0";
const two = (value: number): string => String(value).padStart(2, "0");
