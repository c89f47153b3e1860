import { type NextRequest, NextResponse } from "next/server";
import { encode } from "next-auth/jwt";
import { SESSION_MAX_AGE_S } from "@/components/auth/auth-options.ts";
import { JOURNEY_COOKIE, journeyCookie } from "@/components/auth/company-journey.ts";
import { clientIp, isSecure, sessionCookieName } from "@/components/auth/request-origin.ts";
import { runtime } from "@/server/handle.ts";

/** Where a company's own provider sends the browser back to: opens a session, or says on the sign-in page why not. */
export async function GET(request: NextRequest): Promise<Response> {
  const { headers, cookies, nextUrl } = request;
  const secure = isSecure(headers);
  const { auth } = runtime();
  const arrival = { query: nextUrl.search, ip: clientIp(headers), userAgent: headers.get("user-agent") };
  const journey = cookies.get(JOURNEY_COOKIE)?.value ?? "";
  const ended = await auth.endCompanySignIn({ journey, ...arrival }).catch((error: unknown) => {
    console.error("company sign-in not ended", error);
    return null;
  });
  const response = new NextResponse(null, { status: 303, headers: { "cache-control": "no-store" } });
  response.cookies.set(JOURNEY_COOKIE, "", { ...journeyCookie(secure), maxAge: 0 });
  if (!ended || "refused" in ended) {
    const { refused, base, next } = ended ?? { refused: "lost", base: "", next: "/admin" };
    const page = next.startsWith(`${base}/admin`) ? "/sign-in" : "/drive/sign-in";
    response.headers.set("location", `${base}${page}?${new URLSearchParams({ next, error: refused })}`);
    return response;
  }
  const token = await encode({ token: { ...ended.token }, secret: auth.secret, maxAge: SESSION_MAX_AGE_S });
  const cookie = { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: SESSION_MAX_AGE_S } as const;
  response.cookies.set(sessionCookieName(secure), token, cookie);
  response.headers.set("location", ended.next);
  return response;
}
