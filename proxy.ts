import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "./components/auth/path-header.ts";

/** Tells the page guards which path was asked for, so that signing in leads back to it. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: "/admin/:path*" };
