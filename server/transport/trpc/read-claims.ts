import { decode } from "next-auth/jwt";
import { SessionClaims } from "../../services/auth/verify-session.ts";

/** next-auth's own names; the first is set over https. */
const COOKIES = ["__Secure-next-auth.session-token", "next-auth.session-token"];

/** The session cookie in a Cookie header; null without one. */
export function findSessionCookie(header: string | null): string | null {
  const cookies = new Map(
    (header ?? "").split(/;\s*/).map((pair): [string, string] => {
      const [name = "", ...value] = pair.split("=");
      return [name, value.join("=")];
    }),
  );
  return COOKIES.map((name) => cookies.get(name)).find((value) => value) ?? null;
}

/** What a session cookie proves; null for one that has run out, was made with another secret or by another version. */
export async function readClaims(cookie: string, secret: string): Promise<SessionClaims | null> {
  const jwt = await decode({ token: cookie, secret }).catch(() => null); // cannot be decrypted: no session, and no error
  const claims = SessionClaims.safeParse(jwt);
  return claims.success ? claims.data : null;
}
