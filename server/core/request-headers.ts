/** What the proxy tells pages and doors of a request whose path named a company (`/t/{slug}/…`): its slug, and that prefix. */
export const TENANT_HEADER = "x-voltplane-tenant";
export const BASE_HEADER = "x-voltplane-base";
/** The path that was asked for, so that signing in leads back to it. */
export const PATH_HEADER = "x-voltplane-path";

type HeaderReader = { get(name: string): string | null };

/** How a request says which company it is about. The host is as the nearest trusted proxy saw it. */
export const askedOf = (headers: HeaderReader): { readonly slug: string | null; readonly host: string | null } => ({
  slug: headers.get(TENANT_HEADER),
  host: headers.get("x-forwarded-host")?.split(",")[0]?.trim() ?? headers.get("host"),
});
