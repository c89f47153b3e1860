import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { AppError } from "../../core/errors.ts";
import { networkOfCaller } from "../../core/network.ts";
import { KeyedBuckets } from "../../core/rate-limit.ts";
import { readBody } from "../../core/read-body.ts";
import { askedOf, OFFICE_HEADER, toOffice } from "../../core/request-headers.ts";
import type { AccountDeps } from "../../services/account/context.ts";
import { parseBearer } from "../../services/api-key/key-text.ts";
import type { AdmitApiKey } from "../../services/api-key/limit-api-keys.ts";
import { createLinkRequester } from "../../services/auth/request-sign-in-link.ts";
import type { SessionClaims, VerifySession } from "../../services/auth/verify-session.ts";
import type { Asked } from "../../services/brand/find-face.ts";
import { toCallerError } from "../../services/caller-error.ts";
import type { Deps, ServiceContext } from "../../services/context.ts";
import type { Visit } from "../../services/visit.ts";
import { isSameOrigin } from "./is-same-origin.ts";
import { findSessionCookie, readClaims } from "./read-claims.ts";
import { appRouter, type Caller, createCaller } from "./router.ts";
import { type TrpcContext, toTrpcError } from "./trpc.ts";

const ENDPOINT = "/api/trpc";
const MAX_BODY_BYTES = 1_048_576;
const MAX_BATCH = 100;
/** Calls of who is not signed in, from one network: a whole street behind one address may look at its stations. */
const GUEST_CALLS = { burst: 600, perSecond: 20 } as const;

export type TrpcDoorDeps = Deps & {
  /** What the session cookie is encrypted with. */
  readonly authSecret: string;
  readonly verifySession: VerifySession;
  readonly admitApiKey: AdmitApiKey;
  readonly account: AccountDeps;
  /** The installation's own address; null: not told. */
  readonly publicUrl: string | null;
};

export type TrpcDoor = {
  /** The address a browser is at, as far as it can be believed; null: not known. */
  originOf(asked: Asked, scheme: string): Promise<string | null>;
  /** The installation's own address, for a browser at one of its addresses; null: not known. */
  homeOf(origin: string | null): string | null;
  /** tRPC over HTTP, below /api/trpc. */
  handle(request: Request): Promise<Response>;
  /** Who a request is from, in the office that it names or its cookie last worked in, for doors beside this one; null for nobody. @throws AppError. */
  serviceOf(request: Request, office: string | null): Promise<ServiceContext | null>;
  /**
   * tRPC without HTTP, for a page: of a session that was already proven (nobody's once that has ended), or of a visitor without
   * one, at the company that the page's request named.
   */
  callerFor(claims: SessionClaims | null, asked?: Asked): Promise<Caller>;
};

const page = { network: "page", userAgent: null } as const;

/** A batch is as many calls as its path names. */
const callsOf = ({ url }: Request): number => decodeURIComponent(new URL(url).pathname).split(",").length;

const isLoopback = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)(:\d+)?$/i.test(host);

export function createTrpcDoor(doorDeps: TrpcDoorDeps): TrpcDoor {
  const { authSecret, verifySession, admitApiKey, account, publicUrl, ...deps } = doorDeps;
  const { faces } = account;
  const requestLink = createLinkRequester(deps, account.limitMails);
  const guests = new KeyedBuckets(GUEST_CALLS);

  /** Who a browser is: where the page, the path or the host name name a company, in that one; otherwise in the one the cookie last worked in. */
  async function ofClaims(
    claims: SessionClaims | null,
    asked: Asked,
    caller: Pick<Visit, "network" | "userAgent">,
    { office, scheme }: { readonly office: string | null; readonly scheme: "http" | "https" },
  ): Promise<TrpcContext> {
    const face = await faces.find(asked);
    const tenantId = toOffice(office) ?? face?.tenantId ?? claims?.tenantId ?? null;
    const person = claims && (await verifySession({ ...claims, tenantId }));
    const service: ServiceContext | null =
      person?.actor && tenantId ? { ...deps, tenantId, actor: person.actor } : null;
    const base = asked.slug === null ? "" : `/t/${asked.slug}`;
    const origin = provenOrigin(asked, face !== null, scheme);
    const home = homeOf(origin);
    return {
      service,
      visit: { deps, face, person, ...caller, origin, home, base, requestLink, account },
      log: deps.log,
    };
  }

  const homeOf = (origin: string | null): string | null =>
    publicUrl ?? (origin !== null && isLoopback(new URL(origin).host) ? origin : null);

  const isOfThisMachine = publicUrl === null || isLoopback(new URL(publicUrl).host);

  /**
   * A host name that shows a company was proven to be its own; any other says what it likes. Names of this machine need no proof,
   * and are anybody's: they count where the installation is known under nothing else.
   */
  function provenOrigin({ slug, host }: Asked, isKnown: boolean, scheme: string): string | null {
    if (host === null) return publicUrl;
    const isProven = isLoopback(host) ? isOfThisMachine : slug === null && isKnown;
    return isProven ? `${scheme}://${host}` : publicUrl;
  }

  async function identify(request: Request, office: string | null): Promise<TrpcContext> {
    const { headers, method } = request;
    const caller = { network: networkOfCaller(headers), userAgent: headers.get("user-agent") };
    const key = parseBearer(headers.get("authorization"));
    if (key !== null) {
      const service = { ...deps, ...(await admitApiKey(key, caller.network, callsOf(request))) };
      return {
        service,
        visit: { deps, face: null, person: null, ...caller, origin: null, home: null, base: "", requestLink, account },
        log: deps.log,
      };
    }
    const cookie = findSessionCookie(headers.get("cookie"));
    const claims = cookie ? await readClaims(cookie, authSecret) : null;
    // A browser sends cookies along with what other sites make it send: those may read nothing and change nothing.
    if (cookie && method !== "GET" && !isSameOrigin(headers)) {
      throw new TRPCError({ code: "FORBIDDEN", message: "This request does not come from one of our pages." });
    }
    const scheme = headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
    const asked = askedOf(headers);
    const context = await ofClaims(claims, asked, caller, { office, scheme: scheme === "https" ? scheme : "http" });
    if (!context.visit.person) limitGuest(caller.network, callsOf(request));
    return context;
  }

  function limitGuest(network: string, calls: number): void {
    const nowMs = deps.clock.now().getTime();
    for (let call = 0; call < calls; call++) {
      if (guests.tryDraw(network, nowMs)) continue;
      throw new AppError("tooMany", "Too many calls came from your address.", { retryAfterS: 1 });
    }
  }

  async function known(identified: Promise<TrpcContext>): Promise<TrpcContext> {
    try {
      return await identified;
    } catch (error) {
      if (error instanceof TRPCError) throw error;
      const told = toCallerError(error);
      if (told !== error) deps.log.error({ err: error }, "caller could not be identified");
      throw told
        ? toTrpcError(told)
        : new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "Something went wrong." });
    }
  }

  return {
    homeOf,
    originOf: async (asked, scheme) => provenOrigin(asked, (await faces.find(asked)) !== null, scheme),
    async handle(request) {
      const body = await readBody(request, MAX_BODY_BYTES);
      if (!body) return new Response("The request is too long.", { status: 413 });
      const { method, headers, signal } = request;
      const url = new URL(request.url);
      // A path that names a company first (`/t/{slug}/api/trpc/…`) is the same door.
      url.pathname = url.pathname.slice(Math.max(0, url.pathname.indexOf(ENDPOINT)));
      const hasBody = method !== "GET" && method !== "HEAD";
      return fetchRequestHandler({
        endpoint: ENDPOINT,
        router: appRouter,
        maxBatchSize: MAX_BATCH,
        req: new Request(url, { method, headers, signal, ...(hasBody ? { body } : {}) }),
        createContext: () => known(identify(request, headers.get(OFFICE_HEADER))),
        // What was read in one tenant must not come back in another.
        responseMeta: () => ({ headers: { "cache-control": "no-store" } }),
      });
    },
    serviceOf: async (request, office) => (await identify(request, office)).service,
    async callerFor(claims, asked = { slug: null, host: null }) {
      return createCaller(await known(ofClaims(claims, asked, page, { office: null, scheme: "http" })));
    },
  };
}
