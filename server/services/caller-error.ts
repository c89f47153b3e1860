import { AppError, isAppError } from "../core/errors.ts";
import { judgeFailure } from "./recording/judge-failure.ts";

/** How soon a caller should ask again. */
const RETRY_AFTER_S = 5;

/**
 * The failure as a caller may see it where it passes by itself: `unavailable` when the database is away or overloaded. Null
 * for any other, which is our own bug.
 */
export function toCallerError(error: unknown): AppError | null {
  if (isAppError(error)) return error.code === "internal" ? null : error;
  const failure = judgeFailure(error);
  if (failure !== "away" && failure !== "busy") return null;
  return new AppError("unavailable", "The database does not answer. Try again.", { retryAfterS: RETRY_AFTER_S });
}
