/** Reasons that have words of their own; the code stands beside them. */
const KNOWN = [
  "idToken",
  "start",
  "stop",
  "energy",
  "abandoned",
  "stopWithoutId",
  "noTariff",
  "settlementFailed",
] as const;
export type SuspectKey = (typeof KNOWN)[number] | "other";

/** The words for a reason such as `energy:registerFell`. */
export function suspectKey(reason: string): SuspectKey {
  const kind = reason.split(":", 1)[0];
  return KNOWN.find((known) => known === kind) ?? "other";
}
