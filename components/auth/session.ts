import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { runtime, type SessionToken, type SessionUser, type TenantMembership } from "@/server/handle.ts";
import { toSessionToken } from "./auth-options.ts";
import { signInPath } from "./next-path.ts";
import { PATH_HEADER } from "./path-header.ts";
import { isSecure, sessionCookieName } from "./request-origin.ts";

export type ActiveSession = {
  /** For `runtime().api(token)`. */
  readonly token: SessionToken;
  readonly user: SessionUser;
  readonly tenant: TenantMembership;
};

/** The session of this request, asked once per request; null when signed out, expired or revoked. */
export const findSession = cache(async (): Promise<ActiveSession | null> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const { auth } = runtime();
  const cookie = jar.get(sessionCookieName(isSecure(head)))?.value;
  const token = cookie ? await readCookie(cookie, auth.secret) : null;
  const user = token ? await auth.findSession(token) : null;
  const tenant = user?.tenants.find(({ id }) => id === token?.tenantId);
  return token && user && tenant ? { token, user, tenant } : null;
});

/** A cookie that cannot be decrypted (expired, foreign secret, tampered with) is no session, and no error either. */
async function readCookie(cookie: string, secret: string): Promise<SessionToken | null> {
  const jwt = await decode({ token: cookie, secret }).catch(() => null);
  return jwt ? toSessionToken(jwt) : null;
}

/** For pages and layouts behind the door: the session, or a redirect to the sign-in page that leads back here. */
export async function requireSession(): Promise<ActiveSession> {
  const session = await findSession();
  if (session) return session;
  const path = (await headers()).get(PATH_HEADER);
  return redirect(signInPath(path ?? "/admin"));
}
