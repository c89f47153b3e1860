import next from "next";
import { perTenMinutes } from "../core/rate-limit.ts";
import { askedOf, OFFICE_PARAM, toOffice } from "../core/request-headers.ts";
import { installRuntime } from "../handle.ts";
import { createFetchAbroad } from "../providers/http/fetch-abroad.ts";
import { createAccountDeps } from "../services/account/context.ts";
import { createApiKeyAuthenticator } from "../services/api-key/authenticate.ts";
import { DEFAULT_API_KEY_LIMITS, limitApiKeys } from "../services/api-key/limit-api-keys.ts";
import { createSessionVerifier } from "../services/auth/verify-session.ts";
import { createFaces } from "../services/brand/find-face.ts";
import type { Deps } from "../services/context.ts";
import { openFleet } from "../services/fleet/live-fleet.ts";
import { createPublicSites } from "../services/place/public-sites.ts";
import { createBrandFileDoor } from "../transport/brand/files.ts";
import { createExportDoor } from "../transport/exports/handler.ts";
import { createRestDoor } from "../transport/rest/handler.ts";
import { refuseMalformedPath } from "../transport/rest/malformed-path.ts";
import { attachLive } from "../transport/socket/live.ts";
import { createTrpcDoor } from "../transport/trpc/handler.ts";
import { findSessionCookie, readClaims } from "../transport/trpc/read-claims.ts";
import { mapOriginsOf, mapStylesOf } from "./map-styles.ts";
import type { RoleDeps, Running } from "./running.ts";
import { addHeaders, securityHeaders } from "./security-headers.ts";
import { createAuthDoor } from "./sign-in.ts";

/** Serves pages, the APIs and the live connection of screens. */
export async function startWeb(deps: RoleDeps): Promise<Running> {
  const { env, http, log } = deps;
  const verify = createSessionVerifier(deps);
  const faces = createFaces(deps);
  const services: Deps = {
    db: deps.db,
    clock: deps.clock,
    log,
    commands: deps.commands,
    events: deps.events,
    readTxt: deps.readTxt,
  };
  const account = createAccountDeps(services, env.AUTH_SECRET, faces, {
    fetchAbroad: createFetchAbroad({ allowsNearby: env.OIDC_ALLOW_NEARBY }),
    allowsNearby: env.OIDC_ALLOW_NEARBY,
  });
  const admitApiKey = limitApiKeys(deps.clock, createApiKeyAuthenticator(services), {
    ...DEFAULT_API_KEY_LIMITS,
    failuresPerNetwork: perTenMinutes(env.API_FAILURES_PER_ADDRESS),
    requestsPerKey: { burst: env.API_REQUESTS_BURST, perSecond: env.API_REQUESTS_PER_SECOND },
  });
  const trpc = createTrpcDoor({
    ...services,
    authSecret: env.AUTH_SECRET,
    verifySession: verify,
    admitApiKey,
    account,
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, "") ?? null,
  });
  installRuntime({
    api: (token, asked) => trpc.callerFor(token, asked),
    auth: createAuthDoor(services, {
      secret: env.AUTH_SECRET,
      verify,
      account,
      originOf: trpc.originOf,
      homeOf: trpc.homeOf,
    }),
    faces,
    mapStyles: mapStylesOf(env),
    http: {
      trpc: trpc.handle,
      rest: createRestDoor({ ...services, admitApiKey }),
      brandFiles: createBrandFileDoor(services),
      exports: createExportDoor({ log, identify: trpc.serviceOf }),
    },
  });
  const security = securityHeaders({
    isDevelopment: env.NODE_ENV === "development",
    mapOrigins: mapOriginsOf(env),
  });
  const app = next({ dev: env.NODE_ENV === "development", httpServer: http.server, port: env.PORT });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  const live = attachLive(http.server, {
    events: deps.events,
    log,
    openFleet: (tenantId, onChange) => openFleet(services, tenantId, onChange),
    isPublicSite: createPublicSites(services),
    identify: async (request) => {
      const cookie = findSessionCookie(request.headers.cookie ?? null);
      const claims = cookie ? await readClaims(cookie, env.AUTH_SECRET) : null;
      // A path that names a company (`/t/{slug}`) is not seen by sockets: the page says it in the address.
      const { searchParams } = new URL(request.url ?? "/", "http://self.invalid");
      const { host } = askedOf({ get: (name) => request.headers[name]?.toString() ?? null });
      const face = await faces.find({ slug: searchParams.get("tenant"), host });
      const office = toOffice(searchParams.get(OFFICE_PARAM));
      const tenantId = office ?? face?.tenantId ?? claims?.tenantId ?? null;
      const person = claims && (await verify({ ...claims, tenantId }));
      if (tenantId === null || ((office || !face) && !person?.actor)) return null;
      return { userId: person?.userId ?? null, tenantId, actor: person?.actor ?? null, driver: person?.driver ?? null };
    },
  });
  http.onRequest((request, response) => {
    // socket.io listens by itself.
    if (request.url?.startsWith("/socket.io/")) return true;
    addHeaders(response, security);
    // Next would answer 500 and call it its own failure.
    const malformed = refuseMalformedPath(request.url?.split("?", 1)[0] ?? "");
    if (malformed) {
      response.writeHead(malformed.status, Object.fromEntries(malformed.headers));
      void malformed.text().then((text) => response.end(text));
      return true;
    }
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error, path: request.url?.split("?", 1)[0] }, "page failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
    return true;
  });
  http.onUpgrade((request, socket, head) => {
    if (request.url?.startsWith("/socket.io/")) return true;
    if (!request.url?.startsWith("/_next/")) return false;
    upgrade(request, socket, head).catch((error: unknown) => log.warn({ err: error }, "upgrade of a page failed"));
    return true;
  });
  return {
    stop: async () => {
      await live.stop();
      await app.close();
    },
  };
}
