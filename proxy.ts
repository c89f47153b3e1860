import { type NextRequest, NextResponse } from "next/server";
import { BASE_HEADER, PATH_HEADER, TENANT_HEADER } from "./server/core/request-headers.ts";

/** `/t/{slug}` before any path of ours: the same page of that company, where it has no host name of its own. */
const OF_COMPANY = /^\/t\/([a-z0-9][a-z0-9-]{0,62})(\/.*)?$/;

/**
 * Tells pages and doors what they cannot see: the path that was asked for, so that signing in leads back to it, and the company
 * that the path named. What a client says in these headers itself does not count.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  headers.delete(TENANT_HEADER);
  headers.delete(BASE_HEADER);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  const [, slug, rest = "/drive"] = OF_COMPANY.exec(pathname) ?? [];
  if (slug === undefined) return NextResponse.next({ request: { headers } });
  headers.set(TENANT_HEADER, slug);
  headers.set(BASE_HEADER, `/t/${slug}`);
  return NextResponse.rewrite(new URL(`${rest}${search}`, request.url), { request: { headers } });
}

/** All but the files that a build names by their content. */
export const config = { matcher: "/((?!_next/static|_next/image).*)" };
