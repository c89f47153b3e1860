export type StationPath = { readonly tenantSlug: string; readonly identity: string };

const PREFIX = "/ocpp/";
const MAX_NAME_LENGTH = 255;
/** Control characters and line separators forge log lines; slashes in either direction forge paths. */
const FORBIDDEN = /[\p{Cc}\u2028\u2029/\\]/u;

/**
 * Reads `/ocpp/{tenant}/{identity}` (OCPP-J 1.6, 3.1.1: the identity is percent-encoded). A trailing slash and a query string
 * are tolerated. Null when it cannot be read; never throws.
 */
export function parseStationPath(url: string): StationPath | null {
  if (!url.startsWith(PREFIX)) return null;
  const [path = ""] = url.slice(PREFIX.length).split(/[?#]/, 1);
  const segments = path.replace(/\/$/, "").split("/");
  if (segments.length !== 2) return null;
  const [tenantSlug, identity] = segments.map(decodeName);
  return tenantSlug && identity ? { tenantSlug, identity } : null;
}

/** Empty when it is no acceptable name. */
function decodeName(raw: string): string {
  try {
    const name = decodeURIComponent(raw);
    return name.length > MAX_NAME_LENGTH || FORBIDDEN.test(name) ? "" : name;
  } catch {
    return ""; // a broken percent sequence
  }
}
