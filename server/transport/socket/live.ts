import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Logger } from "pino";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import { maskIdToken } from "../../services/id-token/mask.ts";
import { type Actor, isPermitted } from "../../services/permissions.ts";
import type { DomainEvent, Events } from "../../services/ports.ts";
import type { ClientEvents, LiveEvent, ServerEvents, Topic } from "./events.ts";
import { mergeKey, roomOf, SIGHTS, type Sight, topicsOf, visible } from "./rooms.ts";

const FLUSH_MS = 100;
const RECHECK_MS = 60_000;
const MOST_TOPICS = 200;
/** Above this many of one room in a tenth of a second, a screen reads anew instead of folding. */
const MOST_EVENTS = 2_000;

const Watched = z.union([
  z.object({ kind: z.literal("tenant") }),
  z.object({ kind: z.enum(["site", "chargePoint", "session"]), id: z.string().min(1).max(64) }),
]);

type Data = { tenantId: string; sight: Sight };
type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, Data>;

export type LiveDeps = {
  readonly events: Events;
  readonly log: Logger;
  /** Who a browser's request is from; null without a valid session. */
  readonly identify: (request: IncomingMessage) => Promise<{ readonly tenantId: string; readonly actor: Actor } | null>;
};

/** Pushes facts to screens over socket.io. Attach before the server listens; `stop` closes every socket. */
export function attachLive(server: HttpServer, deps: LiveDeps): { stop(): Promise<void> } {
  const io: LiveServer = new Server(server, {
    path: "/socket.io",
    serveClient: false,
    // Other upgrades of this server belong to charge points.
    destroyUpgrade: false,
    maxHttpBufferSize: 65_536,
    perMessageDeflate: false,
    allowRequest: (request, decide) => decide(null, isSameOrigin(request)),
  });
  io.use((socket, next) => {
    deps.identify(socket.request).then(
      (identity) => {
        if (!identity || !isPermitted(identity.actor, "chargePoint.read")) return next(new Error("unauthenticated"));
        socket.data.tenantId = identity.tenantId;
        socket.data.sight = sightOf(identity.actor);
        next();
      },
      (error: unknown) => {
        deps.log.warn({ err: error }, "live connection not identified");
        next(new Error("unavailable"));
      },
    );
  });
  io.on("connection", bindTopics);
  const unsubscribe = deps.events.subscribe(createFanOut(io));
  const timer = setInterval(() => void recheck(io, deps), RECHECK_MS);
  timer.unref();
  return {
    stop: async () => {
      unsubscribe();
      clearInterval(timer);
      io.disconnectSockets(true);
      // The HTTP server is closed by who made it.
      io.engine.close();
    },
  };
}

const FULL_SIGHT = ["message.read", "idToken.read", "chargePoint.command"] as const;
const sightOf = (actor: Actor): Sight =>
  FULL_SIGHT.every((permission) => isPermitted(actor, permission)) ? "full" : "plain";

/** A page of another site must not listen with the reader's cookie. Programs send no Origin. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  const host = request.headers["x-forwarded-host"] ?? request.headers.host;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function bindTopics(socket: Socket<ClientEvents, ServerEvents, Record<string, never>, Data>): void {
  const { tenantId, sight } = socket.data;
  socket.on("watch", (topic, done) => {
    const watched = Watched.safeParse(topic);
    const ok = watched.success && socket.rooms.size < MOST_TOPICS;
    if (ok) void socket.join(roomOf(tenantId, watched.data as Topic, sight));
    if (typeof done === "function") done({ ok });
  });
  socket.on("unwatch", (topic) => {
    const watched = Watched.safeParse(topic);
    if (watched.success) void socket.leave(roomOf(tenantId, watched.data as Topic, sight));
  });
}

/** Gathers events for a tenth of a second per room, the newest of each thing, and sends them in one message. */
function createFanOut(io: LiveServer): (event: DomainEvent) => void {
  let rooms = new Map<string, Map<string, LiveEvent>>();
  let sequence = 0;
  const flush = () => {
    const batch = rooms;
    rooms = new Map();
    for (const [room, events] of batch) io.to(room).emit("live", [...events.values()]);
  };
  return (event) => {
    // Nothing that these screens show.
    if (event.type === "apiKeyRevoked" || event.type === "userSessionsEnded" || event.type === "brandChanged") return;
    for (const topic of topicsOf(event)) {
      for (const sight of SIGHTS) {
        const room = roomOf(event.tenantId, topic, sight);
        if (!io.sockets.adapter.rooms.has(room)) continue;
        const seen = visible(event, sight, maskIdToken);
        if (!seen) continue;
        if (rooms.size === 0) setTimeout(flush, FLUSH_MS).unref();
        const events = rooms.get(room) ?? new Map<string, LiveEvent>();
        const key = mergeKey(seen) ?? `#${sequence++}`;
        // Taken out and put back, so that the order is that of the newest.
        events.delete(key);
        if (events.size < MOST_EVENTS) events.set(key, seen);
        rooms.set(room, events);
      }
    }
  };
}

/** Sockets outlive sessions: those that are over are told and closed. */
async function recheck(io: LiveServer, deps: LiveDeps): Promise<void> {
  for (const socket of io.sockets.sockets.values()) {
    try {
      if (await deps.identify(socket.request)) continue;
      socket.emit("signedOut");
      socket.disconnect(true);
    } catch (error) {
      deps.log.warn({ err: error }, "live connection not checked");
    }
  }
}
