/**
 * The instant inside a session's id (UUIDv7, RFC 9562), which is the session's start and names its partition. Null for an
 * id of another kind: no session has one.
 */
export function startedAtOfId(sessionId: string): Date | null {
  if (sessionId.charAt(14) !== "7") return null;
  return new Date(Number.parseInt(sessionId.slice(0, 8) + sessionId.slice(9, 13), 16));
}
