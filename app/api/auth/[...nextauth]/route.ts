import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/components/auth/auth-options.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/** Options are built per request: the secret comes from the running server, which `next build` does not have. */
const handle = (request: NextRequest, context: Context): Promise<Response> =>
  NextAuth(request, context, authOptions(request.headers));

export { handle as GET, handle as POST };
