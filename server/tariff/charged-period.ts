import { AppError } from "../core/errors.ts";

/** Parking is connected without asking for power; a reservation ends when charging starts or when it expires. */
export type PeriodKind = "charging" | "parking" | "reservation";

export type MinMax = { readonly min: number; readonly max: number };

/** A stretch of a session in which one thing happened at about one power. */
export type ChargedPeriod = {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly energyMwh: bigint;
  readonly kind: PeriodKind;
  /** Watts. Absent: the mean by energy and duration while charging, nothing while parking. */
  readonly powerW?: number | MinMax;
  /** Milliamperes, summed over the phases. Absent: unknown while charging, nothing while parking. */
  readonly currentMa?: number | MinMax;
  /** The duration a CDR states, where it differs from its time stamps. Only with `split: "atStart"`. */
  readonly billedSeconds?: number;
};

/** Whole seconds from rounded instants: sums over neighbouring stretches are exact, wherever they are cut. */
export function secondsBetween(fromMs: number, toMs: number): number {
  return Math.floor((toMs + 500) / 1000) - Math.floor((fromMs + 500) / 1000);
}

/** Longer is a broken record, and its wall-clock cuts would be work without bound. */
const LONGEST_SESSION_MS = 1000 * 86_400_000;

/** Where a period stands among the others. */
type Place = {
  readonly index: number;
  readonly firstMs: number;
  readonly previousEndMs: number;
  readonly split: "exact" | "atStart";
};

/** Throws `invalid` (with `periodIndex`) unless the period follows the one before, and holds sane numbers. */
export function checkPeriod(period: ChargedPeriod, place: Place): void {
  const { index: periodIndex, firstMs, previousEndMs, split } = place;
  const problem = findProblem(period, previousEndMs, firstMs + LONGEST_SESSION_MS, split);
  if (problem) throw new AppError("invalid", `charged period ${periodIndex}: ${problem}`, { periodIndex });
}

function findProblem(
  period: ChargedPeriod,
  previousEndMs: number,
  latestEndMs: number,
  split: "exact" | "atStart",
): string | null {
  const { startedAtMs, endedAtMs, energyMwh, kind, billedSeconds } = period;
  if (!Number.isSafeInteger(startedAtMs) || !Number.isSafeInteger(endedAtMs))
    return "instants must be whole milliseconds";
  if (endedAtMs < startedAtMs) return "ends before it starts";
  if (startedAtMs < previousEndMs) return "starts before the previous one ends";
  if (endedAtMs > latestEndMs) return "the session is longer than 1000 days";
  if (energyMwh < 0n) return "energy must not be negative";
  if (kind === "reservation" && energyMwh > 0n) return "a reservation uses no energy";
  if (billedSeconds === undefined) return null;
  if (split === "exact") return "billedSeconds needs split: atStart";
  return Number.isSafeInteger(billedSeconds) && billedSeconds >= 0
    ? null
    : "billedSeconds must be whole and not negative";
}
