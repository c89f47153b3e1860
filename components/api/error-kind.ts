import { CONFLICTS, type Conflict } from "../../server/core/conflict.ts";
import { ERROR_CODES, type ErrorCode } from "../../server/core/errors.ts";

/** Our error codes, and `offline` for a request that never got an answer. */
export type ErrorKind = ErrorCode | "offline";

const BY_TRPC_CODE: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: "invalid",
  PARSE_ERROR: "invalid",
  UNPROCESSABLE_CONTENT: "invalid",
  UNAUTHORIZED: "unauthenticated",
  FORBIDDEN: "forbidden",
  NOT_FOUND: "notFound",
  CONFLICT: "conflict",
  TOO_MANY_REQUESTS: "tooMany",
  SERVICE_UNAVAILABLE: "unavailable",
  BAD_GATEWAY: "unavailable",
  GATEWAY_TIMEOUT: "unavailable",
};

/** What kind of failure a query or mutation ended with. A tRPC error without `data` never reached our server. */
export function errorKind(error: unknown): ErrorKind {
  if (!(error instanceof Error) || error.name !== "TRPCClientError") return "internal";
  const data = "data" in error ? error.data : undefined;
  if (typeof data !== "object" || data === null) return "offline";
  if ("appCode" in data && isErrorCode(data.appCode)) return data.appCode;
  return ("code" in data && typeof data.code === "string" && BY_TRPC_CODE[data.code]) || "internal";
}

/** What stands in the way, where that is not a change by somebody else; null for everything else that failed. */
export function conflictReason(error: unknown): Conflict | null {
  if (errorKind(error) !== "conflict") return null;
  const { reason } = (error as { data?: { details?: { reason?: unknown } } }).data?.details ?? {};
  return CONFLICTS.find((known) => known === reason) ?? null;
}

/** What support searches for: the server's trace id where there is one, else the kind. */
export function errorSupportCode(error: unknown): string {
  const data = error instanceof Error && "data" in error ? error.data : undefined;
  if (typeof data === "object" && data !== null && "traceId" in data && typeof data.traceId === "string") {
    return data.traceId;
  }
  return errorKind(error);
}

const isErrorCode = (value: unknown): value is ErrorCode => (ERROR_CODES as readonly unknown[]).includes(value);
