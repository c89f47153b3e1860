import { type NextRequest, NextResponse } from "next/server";
import { JOURNEY_COOKIE, journeyCookie } from "@/components/auth/company-journey.ts";
import { nextPath } from "@/components/auth/next-path.ts";
import { isSecure } from "@/components/auth/request-origin.ts";
import { askedOf, BASE_HEADER } from "@/server/core/request-headers.ts";
import { runtime } from "@/server/handle.ts";

/** Sends the browser to the company's own provider. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ providerId: string }> },
): Promise<Response> {
  const { headers, nextUrl } = request;
  const base = headers.get(BASE_HEADER) ?? "";
  const next = nextPath(nextUrl.searchParams.get("next") ?? undefined, `${base}/admin`);
  const leaving = {
    ...{ providerId: (await params).providerId, asked: askedOf(headers), base, next },
    scheme: isSecure(headers) ? "https" : "http",
  };
  const begun = await runtime()
    .auth.beginCompanySignIn(leaving)
    .catch((error: unknown) => {
      console.error("company sign-in not begun", error);
      return null;
    });
  if (!begun) {
    const page = next.startsWith(`${base}/admin`) ? "/sign-in" : "/drive/sign-in";
    return new Response(null, {
      status: 303,
      headers: { location: `${base}${page}?${new URLSearchParams({ next, error: "unreachable" })}` },
    });
  }
  const response = new NextResponse(null, {
    status: 303,
    headers: { location: begun.url, "cache-control": "no-store" },
  });
  response.cookies.set(JOURNEY_COOKIE, begun.journey, journeyCookie(isSecure(headers)));
  return response;
}
