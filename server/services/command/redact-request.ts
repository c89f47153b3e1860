/**
 * A request as it may be kept and shown: the station's password (ChangeConfiguration of AuthorizationKey, OCPP 1.6
 * security whitepaper) is left out. Everything else stays as it is.
 */
export function redactRequest<Request>(action: string, request: Request): Request {
  if (action !== "ChangeConfiguration" || typeof request !== "object" || request === null) return request;
  const { key } = request as { key?: unknown };
  if (typeof key !== "string" || key.toLowerCase() !== "authorizationkey") return request;
  return { ...request, value: "[redacted]" };
}
