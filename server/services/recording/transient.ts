/** SQLSTATE classes that pass by themselves: connection, resources, operator intervention, deadlock, serialization. */
const TRANSIENT = /^(08|53|57P|58)|^(40001|40P01|55P03|25006)$/;

const TRANSIENT_CODES = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOENT",
  "EHOSTUNREACH",
]);

/** Whether a database failure is worth trying again: the statement may be right, the moment was not. */
export function isTransientDatabaseError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && (TRANSIENT.test(code) || TRANSIENT_CODES.has(code));
}
