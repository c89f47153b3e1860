import type { LoggerOptions } from "pino";

/** What of an error a log may hold. Anything else that it carries (parameters, details with a row's values) stays out. */
const KEPT = [
  "code",
  "severity",
  "constraint_name",
  "table_name",
  "column_name",
  "routine",
  "syscall",
  "query",
] as const;

const MOST_CAUSES = 8;

/** How every logger of the product writes errors: without the data they were about. */
export const ERROR_LOGGING = {
  serializers: { err: (error: unknown) => toLoggedError(error) },
  hooks: {
    // A line without a text of its own takes the error's.
    logMethod(args, method) {
      const [first, text] = args as readonly unknown[];
      const error = first instanceof Error ? first : (first as { err?: unknown } | null | undefined)?.err;
      if (text !== undefined || !(error instanceof Error)) return method.apply(this, args);
      return method.apply(this, [first, withoutData(error.message, error)] as unknown as typeof args);
    },
  },
} satisfies Pick<LoggerOptions, "serializers" | "hooks">;

/**
 * An error as the log keeps it, with its causes and without the data it was about: a failing query names its statement, never
 * the parameters, which may be id tokens, names or password hashes. Anything that is not an error passes as it is.
 */
export const toLoggedError = (error: unknown): unknown => toLogged(error, MOST_CAUSES);

function toLogged(error: unknown, depth: number): unknown {
  if (!(error instanceof Error)) return error;
  const message = withoutData(error.message, error);
  const kept = KEPT.flatMap((name) => {
    const value: unknown = (error as unknown as Record<string, unknown>)[name];
    return typeof value === "string" || typeof value === "number" ? [[name, value]] : [];
  });
  const isLast = depth === 0;
  const { cause } = error;
  return {
    type: error.name,
    message,
    stack: stackOf(error, message),
    ...Object.fromEntries(kept),
    ...(cause === undefined || isLast ? {} : { cause: toLogged(cause, depth - 1) }),
    ...(error instanceof AggregateError && !isLast
      ? { errors: error.errors.slice(0, MOST_CAUSES).map((one: unknown) => toLogged(one, 0)) }
      : {}),
  };
}

function withoutData(message: string, error: Error): string {
  // The query builder writes the parameters behind the statement.
  const [statement = ""] = message.split("\nparams:", 1);
  // SQLSTATE class 22, data exceptions: PostgreSQL quotes the value behind a colon.
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^22...$/.test(code) ? statement.replace(/: ".*$/s, "") : statement;
}

/** The stack repeats the message at its head. */
function stackOf(error: Error, message: string): string {
  const stack = error.stack ?? "";
  if (error.message === message) return stack;
  const at = stack.indexOf(error.message);
  if (at >= 0) return stack.slice(0, at) + message + stack.slice(at + error.message.length);
  return `${error.name}: ${message}`; // made with another message: there is no telling what of it is data
}
