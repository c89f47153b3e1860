/**
 * What a failure says of the work that failed:
 *
 * | judgement | what                                                            | then                                        |
 * | --------- | --------------------------------------------------------------- | ------------------------------------------- |
 * | `away`    | nobody is served: not reached, no login, shutting down, full    | all of it waits and is tried again          |
 * | `busy`    | others are in the way: a deadlock, a lock, a time limit         | tried again; smaller pieces may get through |
 * | `broken`  | someone must mend the database: a missing table, a damaged page | the same; it may concern a few rows only    |
 * | `refused` | what was said cannot be kept, or the fault is in our own code   | the same again would fail again             |
 */
export type DatabaseFailure = "away" | "busy" | "broken" | "refused";

/** None begins with an E, as the names of system errors do. */
const SQLSTATE = /^[0-9A-DF-Z][0-9A-Z]{4}$/;
/** Data, constraints, limits of the program. */
const REFUSED = /^(22|23|54)/;
/** Connection, login, no such database, only a replica, resources, shutdown, the operating system. */
const AWAY = /^(08|28|3D|25006|53|57P|58)/;
const BUSY = /^(40|55P03|57014)/;

/** What the driver and Node.js say of a call that is wrong. Anything else in capitals is about the way to the database. */
const OUR_FAULT =
  /^(UNDEFINED_VALUE|MAX_PARAMETERS_EXCEEDED|NOT_TAGGED_CALL|UNSAFE_TRANSACTION|ERR_INVALID_.*|ERR_OUT_OF_RANGE)$/;
const IN_CAPITALS = /^[A-Z][A-Z0-9_]+$/;

/**
 * Judges what a piece of work with the database failed of. Only what is known to be about the words themselves is `refused`:
 * a station forgets what it was answered, so a failure that nobody has thought of must read as "not now".
 */
export function judgeFailure(error: unknown): DatabaseFailure {
  // The query builder wraps what the driver threw.
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code !== "string") continue;
    if (SQLSTATE.test(code)) return judgeSqlState(code);
    if (IN_CAPITALS.test(code)) return OUR_FAULT.test(code) ? "refused" : "away";
  }
  return "refused";
}

function judgeSqlState(code: string): DatabaseFailure {
  if (REFUSED.test(code)) return "refused";
  if (AWAY.test(code)) return "away";
  return BUSY.test(code) ? "busy" : "broken";
}
