import type { AuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { askedOf } from "@/server/core/request-headers.ts";
import { runtime, type SessionToken } from "@/server/handle.ts";
import { clientIp, isSecure } from "./request-origin.ts";
import { encodeSignInError } from "./sign-in-error.ts";

/** As long as the session's row lives at most. */
export const SESSION_MAX_AGE_S = 7 * 24 * 60 * 60;

declare module "next-auth" {
  interface User extends SessionToken {}
  interface Session {
    tenantId?: string | null | undefined;
  }
}
declare module "next-auth/jwt" {
  interface JWT extends Partial<SessionToken> {}
}

/** What the cookie proves; null for a token that another version of this app wrote. */
export function toSessionToken(token: JWT): SessionToken | null {
  const { userId, sessionId, tenantId = null } = token;
  if (typeof userId !== "string" || typeof sessionId !== "string") return null;
  if (tenantId !== null && typeof tenantId !== "string") return null;
  return { userId, sessionId, tenantId };
}

/** next-auth for one request: e-mail and password, sessions as an encrypted cookie, no tables of its own. */
export function authOptions(headers: Headers): AuthOptions {
  const { auth } = runtime();
  return {
    secret: auth.secret,
    useSecureCookies: isSecure(headers),
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_S },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials) => checkCredentials(credentials, headers),
      }),
      Credentials({
        id: "ticket",
        credentials: { ticketId: {}, secret: {}, code: {} },
        authorize: async (credentials) => redeem(credentials, headers),
      }),
      Credentials({
        id: "invitation",
        credentials: { ticketId: {}, secret: {}, name: {}, password: {} },
        authorize: async (credentials) => accept(credentials, headers),
      }),
      Credentials({
        id: "passkey",
        credentials: { state: {}, answer: {} },
        authorize: async (credentials) => byPasskey(credentials, headers),
      }),
    ],
    events: {
      signOut: async ({ token }) => {
        const ended = toSessionToken(token);
        if (ended) await auth.signOut(ended);
      },
    },
    callbacks: {
      jwt: async ({ token, user, trigger, session }) => {
        if (trigger === "signIn") {
          return { userId: user.userId, sessionId: user.sessionId, tenantId: user.tenantId };
        }
        return refreshToken(token, trigger === "update" ? requestedTenant(session) : undefined);
      },
      // The browser learns which tenant the cookie is for, so that a refused switch is seen as one.
      session: ({ session, token }) => ({ expires: session.expires, tenantId: token.tenantId }),
    },
  };
}

type Credentialed = SessionToken & { id: string };

/** Throws a `SignInError` as text: next-auth hands the message, and nothing else, to the form. */
async function checkCredentials(
  credentials: Record<"email" | "password", string> | undefined,
  headers: Headers,
): Promise<Credentialed> {
  const email = credentials?.email?.trim() ?? "";
  const password = credentials?.password ?? "";
  if (!email || !password) throw new Error(encodeSignInError({ kind: "wrong" }));
  const answer = await runtime()
    .auth.signInByPassword({ email, password, ...browserOf(headers), asked: askedOf(headers) })
    .catch((cause: unknown) => {
      console.error("password check failed", cause);
      throw new Error(encodeSignInError({ kind: "unavailable" }), { cause });
    });
  if ("refused" in answer) {
    const { refused, retryAfterS } = answer;
    throw new Error(encodeSignInError(refused === "locked" ? { kind: refused, retryAfterS } : { kind: refused }));
  }
  return { id: answer.userId, ...answer };
}

type Sent<Name extends string> = Record<Name, string> | undefined;

const browserOf = (headers: Headers) => ({ ip: clientIp(headers), userAgent: headers.get("user-agent") });

/** Null: what was sent opens nothing. */
async function opened(way: string, signingIn: Promise<SessionToken | null>): Promise<Credentialed | null> {
  const token = await signingIn.catch((cause: unknown) => {
    console.error(`sign-in by ${way} failed`, cause);
    throw new Error(encodeSignInError({ kind: "unavailable" }), { cause });
  });
  return token && { id: token.userId, ...token };
}

/** The mail's reader, by the link's secret or the digits. */
function redeem(sent: Sent<"ticketId" | "secret" | "code">, headers: Headers): Promise<Credentialed | null> {
  const { ticketId = "", secret, code } = sent ?? {};
  const proof = secret ? { secret } : { code };
  return opened("mail", runtime().auth.signInByTicket({ ticketId, ...proof, ...browserOf(headers) }));
}

/** The reader of an invitation; name and password are those of somebody new. */
function accept(
  sent: Sent<"ticketId" | "secret" | "name" | "password">,
  headers: Headers,
): Promise<Credentialed | null> {
  const { ticketId = "", secret = "", name, password } = sent ?? {};
  const person = { name: name || undefined, password: password || undefined };
  return opened("invitation", runtime().auth.acceptInvitation({ ticketId, secret, ...person, ...browserOf(headers) }));
}

function byPasskey(sent: Sent<"state" | "answer">, headers: Headers): Promise<Credentialed | null> {
  const { state = "", answer = "" } = sent ?? {};
  const [scheme, asked] = [isSecure(headers) ? "https" : "http", askedOf(headers)];
  return opened(
    "passkey",
    runtime().auth.signInByPasskey({ state, answer: parseJson(answer), scheme, asked, ...browserOf(headers) }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no answer of a browser
  }
}

/** Renews the cookie, in another tenant if asked. Throwing makes next-auth remove the cookie: the session is over. */
async function refreshToken(token: JWT, tenantId: string | undefined): Promise<JWT> {
  const current = toSessionToken(token);
  if (!current) throw new Error("session cookie of another version");
  const wanted = tenantId === undefined ? current : { ...current, tenantId };
  try {
    const user = await runtime().auth.findSession(wanted);
    if (user && (wanted === current || user.tenants.some(({ id }) => id === wanted.tenantId))) return { ...wanted };
    if (wanted !== current && (await runtime().auth.findSession(current))) return { ...current };
  } catch {
    return { ...current }; // not known for now, and logged by the door: whatever the cookie opens asks again
  }
  throw new Error("session revoked");
}

/** The tenant a client asks to switch to: `update({ tenantId })`. Membership is checked by `findSession`. */
function requestedTenant(session: unknown): string | undefined {
  if (typeof session !== "object" || session === null || !("tenantId" in session)) return undefined;
  return typeof session.tenantId === "string" ? session.tenantId : undefined;
}
