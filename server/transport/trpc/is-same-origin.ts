import { nearestOf } from "../../core/request-headers.ts";

/**
 * Whether a request with cookies comes from one of our own pages. Browsers say so themselves (Sec-Fetch-Site), older ones by
 * the Origin, whose host must be the one that was asked, directly or through the proxy in front; a page elsewhere cannot
 * set either header. A request that says nothing is not taken for ours.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (origin === null) return site === "same-origin";
  const asked = [headers.get("host"), nearestOf(headers.get("x-forwarded-host"))];
  return URL.canParse(origin) && asked.includes(new URL(origin).host);
}
