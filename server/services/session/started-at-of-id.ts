/** No session began after the year 9999, which the database's text form of an instant ends with. */
const LATEST_MS = Date.UTC(9999, 11, 31);

/**
 * The instant inside a session's id (UUIDv7, RFC 9562), which is the session's start and names its partition. Null for an
 * id of another kind: no session has one.
 */
export function startedAtOfId(sessionId: string): Date | null {
  if (sessionId.charAt(14) !== "7") return null;
  const atMs = Number.parseInt(sessionId.slice(0, 8) + sessionId.slice(9, 13), 16);
  return atMs > LATEST_MS ? null : new Date(atMs);
}
