/** What the proxy tells pages and doors of a request whose path named a company (`/t/{slug}/…`): its slug, and that prefix. */
export const TENANT_HEADER = "x-voltplane-tenant";
export const BASE_HEADER = "x-voltplane-base";
/** Whose office a page of the back office shows, said with each of its calls: a tenant's id. The session must be one of its members'. */
export const OFFICE_HEADER = "x-voltplane-office";
/** The same where an address says it: of downloads and of the live connection. */
export const OFFICE_PARAM = "office";
/** The path that was asked for, so that signing in leads back to it. */
export const PATH_HEADER = "x-voltplane-path";

type HeaderReader = { get(name: string): string | null };

/** The office that a page names, if it can be one. */
export const toOffice = (text: string | null): string | null =>
  text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : null;

/** What the nearest proxy said in a header that each one adds to: the last entry, since earlier ones are the client's own words. */
export const nearestOf = (entries: string | null | undefined): string | null =>
  entries?.split(",").at(-1)?.trim() || null;

/** How a request says which company it is about. The host is as the nearest trusted proxy saw it. */
export const askedOf = (headers: HeaderReader): { readonly slug: string | null; readonly host: string | null } => ({
  slug: headers.get(TENANT_HEADER),
  host: nearestOf(headers.get("x-forwarded-host")) ?? headers.get("host"),
});
