const REDACTED = "[redacted]";

/** Whether a configuration key is a station's password (OCPP 1.6 security whitepaper). Keys are compared without regard to case. */
export const isPasswordKey = (key: unknown): boolean =>
  typeof key === "string" && key.toLowerCase() === "authorizationkey";

/**
 * Whether text that nobody could read as a message names the key of a station's password, escaped or not: the password may
 * then stand anywhere in it.
 */
export const namesPassword = (text: string): boolean =>
  /authorizationkey/i.test(
    text.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  );

/** Whether a command gives the station a new password. */
export function isNewPassword(action: string | null, request: unknown): request is { readonly key: string } {
  return action === "ChangeConfiguration" && isObject(request) && isPasswordKey(request.key);
}

/** A request as it may be kept and shown: the station's password in it is left out. Everything else stays as it is. */
export function redactRequest<Request>(action: string | null, request: Request): Request {
  return isNewPassword(action, request) ? { ...request, value: REDACTED } : request;
}

/** As `redactRequest`, for what a station answers: the password is write-only, and some tell it all the same. */
export function redactResponse<Response>(action: string | null, response: Response): Response {
  if (action !== "GetConfiguration" || !isObject(response) || !Array.isArray(response.configurationKey))
    return response;
  const configurationKey = response.configurationKey.map((told: unknown) =>
    isObject(told) && isPasswordKey(told.key) && "value" in told ? { ...told, value: REDACTED } : told,
  );
  return { ...response, configurationKey };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
