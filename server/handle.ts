import type { Asked, Faces } from "./services/brand/find-face.ts";
import type { Caller } from "./transport/trpc/router.ts";

/** All that the Next.js bundle may reach of the running server. Imports types only, so it drags no server code in. */
export interface Runtime {
  /** tRPC without HTTP, for server components: of a session, or of a visitor at the company that the request named. */
  api(session: SessionToken | null, asked?: Asked): Promise<ServerApi>;
  /** Names and looks of the companies: what a page wears. */
  readonly faces: Faces;
  /** Where maps take their streets from; null: from nowhere. */
  readonly mapStyles: Readonly<Record<"light" | "dark", string>> | null;
  /** What the auth route and the page guards may ask. */
  readonly auth: AuthDoor;
  /** The doors that Next routes to: web Request in, web Response out. */
  readonly http: Readonly<Record<"trpc" | "rest" | "brandFiles" | "exports", (request: Request) => Promise<Response>>>;
}

/** The tRPC caller of one session. */
export type ServerApi = Caller;

/** What the session cookie proves. The session is a row: ending that one signs the browser out, whatever the cookie says. */
export interface SessionToken {
  readonly userId: string;
  readonly sessionId: string;
  /** The tenant last worked in; null for who is in none's office. */
  readonly tenantId: string | null;
}

export interface TenantMembership {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly role: string;
}

/** The signed-in person with the tenants they may act in. */
export interface SessionUser {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** A driver of the company that was asked about. */
  readonly isDriver: boolean;
  /** What stands between the person and that company's office: the second factor shown, or set up; null: nothing. */
  readonly missingFactor: "show" | "setUp" | null;
  readonly tenants: readonly TenantMembership[];
}

/** `wrong` covers an unknown e-mail address as well: the answer must not tell which addresses exist. */
export interface PasswordRefusal {
  readonly refused: "wrong" | "locked";
  /** Seconds until another attempt is looked at; 0 when at once. */
  readonly retryAfterS: number;
}

export interface PasswordAttempt {
  readonly email: string;
  readonly password: string;
  readonly ip: string;
  readonly userAgent: string | null;
  readonly asked: Asked;
}

export interface TicketAttempt {
  readonly ticketId: string;
  /** One of the two: from the link, or the digits for another device. */
  readonly secret?: string | undefined;
  readonly code?: string | undefined;
  readonly ip: string;
  readonly userAgent: string | null;
}

export interface InvitationAttempt {
  readonly ticketId: string;
  readonly secret: string;
  /** Of somebody new. */
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly ip: string;
  readonly userAgent: string | null;
}

export interface PasskeyAttempt {
  /** As the ceremony's beginning gave it. */
  readonly state: string;
  /** The browser's answer (WebAuthn's AuthenticationResponseJSON). */
  readonly answer: unknown;
  readonly ip: string;
  readonly userAgent: string | null;
  readonly asked: Asked;
  /** `http` or `https`, as the browser sees it. */
  readonly scheme: string;
}

/** A browser that leaves for, or comes back from, a company's own provider. */
export interface CompanySignIn {
  readonly providerId: string;
  readonly asked: Asked;
  /** `http` or `https`, as the browser sees it. */
  readonly scheme: string;
  /** What paths of the company begin with. */
  readonly base: string;
  readonly next: string;
}

export interface CompanyArrival {
  /** What `beginCompanySignIn` gave the browser to carry. */
  readonly journey: string;
  /** The query of the address it came back to, with its question mark. */
  readonly query: string;
  readonly ip: string;
  readonly userAgent: string | null;
}

/** What it rejects with is an `AppError`: `unavailable` while the database is away, `internal` for a bug. */
export interface AuthDoor {
  /** Signs and encrypts the session cookie; at least 32 random bytes, the same on all nodes. */
  readonly secret: string;
  /** Checks a password and opens a session: in the company that was asked for, if the person belongs to it. */
  signInByPassword(attempt: PasswordAttempt): Promise<SessionToken | PasswordRefusal>;
  /** Signs in whoever read the mail; null for a ticket that is worth nothing. */
  signInByTicket(attempt: TicketAttempt): Promise<SessionToken | null>;
  /** Makes whoever read the mail a member, and signs them in; null for a link that is worth nothing. */
  acceptInvitation(attempt: InvitationAttempt): Promise<SessionToken | null>;
  /** Signs in by a passkey, which is two factors in one; null for one that opens nothing. */
  signInByPasskey(attempt: PasskeyAttempt): Promise<SessionToken | null>;
  /** The provider's page and what the browser carries meanwhile; null for a provider that is none here. */
  beginCompanySignIn(leaving: CompanySignIn): Promise<{ readonly url: string; readonly journey: string } | null>;
  /** Whom the provider vouched for, or why not, and where the person wanted to go; null for a journey that is none of ours. */
  endCompanySignIn(
    arrival: CompanyArrival,
  ): Promise<
    | { readonly token: SessionToken; readonly next: string }
    | { readonly refused: string; readonly base: string; readonly next: string }
    | null
  >;
  /** The company's own ways to sign in that a page offers. */
  companySignIns(
    tenantId: string,
    audience: "staff" | "drivers",
  ): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Ends the session itself: its cookie opens nothing any more. */
  signOut(token: SessionToken): Promise<void>;
  /** What a role may do: pages offer nothing else. The services enforce it. */
  permissionsOf(role: string): readonly string[];
  /** The person behind a session, with the tenants it may work in; null once it has ended, run out, or the person is disabled. */
  findSession(token: SessionToken): Promise<SessionUser | null>;
}

const KEY = Symbol.for("voltplane.runtime");
type Holder = typeof globalThis & { [KEY]?: Runtime };

export function installRuntime(runtime: Runtime): void {
  if ((globalThis as Holder)[KEY]) throw new Error("runtime installed twice");
  (globalThis as Holder)[KEY] = runtime;
}

/** Call it inside a request, never at module level: `next build` evaluates pages where no runtime exists. */
export function runtime(): Runtime {
  const installed = (globalThis as Holder)[KEY];
  if (!installed) throw new Error("no runtime: start the app through server/main.ts");
  return installed;
}
