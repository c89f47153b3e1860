import type { IncomingMessage } from "node:http";
import next from "next";
import { decode } from "next-auth/jwt";
import { installRuntime } from "../handle.ts";
import { createSessionVerifier, SessionClaims } from "../services/auth/verify-session.ts";
import { attachLive } from "../transport/socket/live.ts";
import type { RoleDeps, Running } from "./running.ts";
import { createAuthDoor } from "./sign-in.ts";

/** Serves pages, the APIs and the live connection of screens. */
export async function startWeb(deps: RoleDeps): Promise<Running> {
  const { env, http, log } = deps;
  const verify = createSessionVerifier(deps);
  const unavailable = async () => new Response("not here yet", { status: 503 });
  installRuntime({
    api: async () => null,
    auth: createAuthDoor(deps, { secret: env.AUTH_SECRET, verify }),
    http: { trpc: unavailable, rest: unavailable },
  });
  const app = next({ dev: env.NODE_ENV === "development", httpServer: http.server, port: env.PORT });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  const live = attachLive(http.server, {
    events: deps.events,
    log,
    identify: async (request) => {
      const claims = await readClaims(request, env.AUTH_SECRET);
      const actor = claims && (await verify(claims));
      return actor && claims ? { tenantId: claims.tenantId, actor } : null;
    },
  });
  http.onRequest((request, response) => {
    // socket.io listens by itself.
    if (request.url?.startsWith("/socket.io/")) return true;
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

/** The session cookie of next-auth; its name tells whether it was set over https. */
const COOKIES = ["__Secure-next-auth.session-token", "next-auth.session-token"];

async function readClaims(request: IncomingMessage, secret: string): Promise<SessionClaims | null> {
  const cookies = new Map(
    (request.headers.cookie ?? "").split(/;\s*/).map((pair): [string, string] => {
      const [name = "", ...value] = pair.split("=");
      return [name, value.join("=")];
    }),
  );
  const token = COOKIES.map((name) => cookies.get(name)).find((value) => value !== undefined);
  if (!token) return null;
  // What cannot be decrypted (run out, of another secret, tampered with) is no session, and no error either.
  const jwt = await decode({ token, secret }).catch(() => null);
  const claims = SessionClaims.safeParse(jwt);
  return claims.success ? claims.data : null;
}
