import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { askedOf, BASE_HEADER, PATH_HEADER } from "@/server/core/request-headers.ts";
import { runtime, type SessionToken, type SessionUser, type TenantMembership } from "@/server/handle.ts";
import type { Face } from "@/server/services/brand/find-face.ts";
import { toSessionToken } from "./auth-options.ts";
import { signInPath } from "./next-path.ts";
import { isSecure, sessionCookieName } from "./request-origin.ts";

export type ActiveSession = {
  /** For `runtime().api(token)`. */
  readonly token: SessionToken;
  readonly user: SessionUser;
  readonly tenant: TenantMembership;
};

/** Whoever is signed in, member of an office or not, at the company that the request named. */
export type SignedIn = { readonly token: SessionToken; readonly user: SessionUser };

/** The company that host name or path named; null on the installation's own address. */
export const findFace = cache(async (): Promise<Face | null> => {
  // The headers first: they tell the build that there is nothing to render without a request.
  const asked = askedOf(await headers());
  return runtime().faces.find(asked);
});

/** What paths of this request begin with: `/t/{slug}` where the path named a company, otherwise nothing. */
export const basePath = cache(async (): Promise<string> => (await headers()).get(BASE_HEADER) ?? "");

/** The person of this request, asked once per request; null when signed out, expired or revoked. */
export const findPerson = cache(async (): Promise<SignedIn | null> => {
  const [jar, head, face] = await Promise.all([cookies(), headers(), findFace()]);
  const { auth } = runtime();
  const cookie = jar.get(sessionCookieName(isSecure(head)))?.value;
  const claimed = cookie ? await readCookie(cookie, auth.secret) : null;
  if (!claimed) return null;
  const token = { ...claimed, tenantId: face?.tenantId ?? claimed.tenantId };
  const user = await auth.findSession(token);
  return user && { token, user };
});

/** The session of a member in the office of the request's tenant; null for everybody else, and while a second factor is missing. */
export const findSession = cache(async (): Promise<ActiveSession | null> => {
  const person = await findPerson();
  const tenant = person?.user.tenants.find(({ id }) => id === person.token.tenantId);
  return person && tenant && !person.user.missingFactor ? { ...person, tenant } : null;
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
  return redirect(`${await basePath()}${signInPath(path ?? "/admin")}`);
}
