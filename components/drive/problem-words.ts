import { errorKind } from "../api/error-kind.ts";

const KINDS = ["offline", "notFound", "tooMany", "forbidden"] as const;
/** `details.reason` of a conflict. What a station is in the office's books, pending or rejected, is all one to a driver. */
const CONFLICTS = {
  ended: "ended",
  late: "late",
  stationRetired: "retired",
  stationRejected: "retired",
  stationPending: "retired",
} as const;

export type ProblemWord = (typeof KINDS)[number] | (typeof CONFLICTS)[keyof typeof CONFLICTS] | "unavailable";

/** Which words a driver reads of a failure. Most kinds are one to them: something of ours is broken. */
export function wordsFor(error: unknown): ProblemWord {
  const kind = errorKind(error);
  const reason = (error as { data?: { details?: { reason?: unknown } } } | null)?.data?.details?.reason;
  if (kind === "conflict" && typeof reason === "string" && Object.hasOwn(CONFLICTS, reason)) {
    return CONFLICTS[reason as keyof typeof CONFLICTS];
  }
  return KINDS.find((word) => word === kind) ?? "unavailable";
}
