/**
 * A request as it may be kept and shown: the station's password (ChangeConfiguration of AuthorizationKey, OCPP 1.6
 * security whitepaper) is left out. Everything else stays as it is.
 */
export function redactRequest<Request>(action: string, request: Request): Request {
  return isNewPassword(action, request) ? { ...request, value: "[redacted]" } : request;
}

/** Whether a command gives the station a new password. Keys are compared without regard to case. */
export function isNewPassword(action: string, request: unknown): request is { readonly key: string } {
  if (action !== "ChangeConfiguration" || typeof request !== "object" || request === null) return false;
  const { key } = request as { key?: unknown };
  return typeof key === "string" && key.toLowerCase() === "authorizationkey";
}
