import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { networkOfCaller } from "../../core/network.ts";
import { readBody } from "../../core/read-body.ts";
import { parseBearer } from "../../services/api-key/key-text.ts";
import type { AdmitApiKey } from "../../services/api-key/limit-api-keys.ts";
import type { SessionClaims, VerifySession } from "../../services/auth/verify-session.ts";
import { toCallerError } from "../../services/caller-error.ts";
import type { Deps, ServiceContext } from "../../services/context.ts";
import { isSameOrigin } from "./is-same-origin.ts";
import { findSessionCookie, readClaims } from "./read-claims.ts";
import { appRouter, type Caller, createCaller } from "./router.ts";
import { type TrpcContext, toTrpcError } from "./trpc.ts";

const ENDPOINT = "/api/trpc";
const MAX_BODY_BYTES = 1_048_576;

export type TrpcDoorDeps = Deps & {
  /** What the session cookie is encrypted with. */
  readonly authSecret: string;
  readonly verifySession: VerifySession;
  readonly admitApiKey: AdmitApiKey;
};

export type TrpcDoor = {
  /** tRPC over HTTP, below /api/trpc. */
  handle(request: Request): Promise<Response>;
  /** tRPC without HTTP, for a session that was already proven. It is nobody's caller once the session has ended. */
  callerFor(claims: SessionClaims): Promise<Caller>;
};

export function createTrpcDoor(doorDeps: TrpcDoorDeps): TrpcDoor {
  const { authSecret, verifySession, admitApiKey, ...deps } = doorDeps;

  async function ofClaims(claims: SessionClaims): Promise<ServiceContext | null> {
    const actor = await verifySession(claims);
    return actor && { ...deps, tenantId: claims.tenantId, actor };
  }

  async function identify(request: Request): Promise<ServiceContext | null> {
    const key = parseBearer(request.headers.get("authorization"));
    if (key !== null) return { ...deps, ...(await admitApiKey(key, networkOfCaller(request.headers))) };
    const cookie = findSessionCookie(request.headers.get("cookie"));
    const claims = cookie && (await readClaims(cookie, authSecret));
    if (!claims) return null;
    // A browser sends cookies along with what other sites make it send: those may read nothing and change nothing.
    if (request.method !== "GET" && !isSameOrigin(request.headers)) {
      throw new TRPCError({ code: "FORBIDDEN", message: "This request does not come from one of our pages." });
    }
    return ofClaims(claims);
  }

  async function contextOf(identified: Promise<ServiceContext | null>): Promise<TrpcContext> {
    try {
      return { service: await identified, log: deps.log };
    } catch (error) {
      if (error instanceof TRPCError) throw error;
      const known = toCallerError(error);
      if (known !== error) deps.log.error({ err: error }, "caller could not be identified");
      throw known
        ? toTrpcError(known)
        : new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "Something went wrong." });
    }
  }

  return {
    async handle(request) {
      const body = await readBody(request, MAX_BODY_BYTES);
      if (!body) return new Response("The request is too long.", { status: 413 });
      const { url, method, headers, signal } = request;
      const hasBody = method !== "GET" && method !== "HEAD";
      return fetchRequestHandler({
        endpoint: ENDPOINT,
        router: appRouter,
        req: new Request(url, { method, headers, signal, ...(hasBody ? { body } : {}) }),
        createContext: () => contextOf(identify(request)),
        // What was read in one tenant must not come back in another.
        responseMeta: () => ({ headers: { "cache-control": "no-store" } }),
      });
    },
    async callerFor(claims) {
      return createCaller(await contextOf(ofClaims(claims)));
    },
  };
}
