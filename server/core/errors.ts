/** The closed list of failures a caller can tell apart. Every transport maps it in one table. */
export const ERROR_CODES = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "notFound",
  "conflict",
  "tooMany",
  "unavailable",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A failure with a message the caller may read. Recognise it by `code` (see `isAppError`): bundles break `instanceof`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    publicMessage: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: { cause?: unknown },
  ) {
    super(publicMessage, options);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }
}

export function isAppError(error: unknown): error is AppError {
  return (
    error instanceof Error &&
    error.name === "AppError" &&
    (ERROR_CODES as readonly string[]).includes((error as AppError).code)
  );
}

/** One wording for a missing and for a foreign row, so that neither tells which it is. */
export const notFound = (what: string): AppError => new AppError("notFound", `${what} not found`);
