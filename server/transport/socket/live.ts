import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Logger } from "pino";
import { Server } from "socket.io";
import { z } from "zod";
import { networkOfRequest } from "../../core/network.ts";
import { nearestOf } from "../../core/request-headers.ts";
import type { Actor } from "../../services/permissions.ts";
import type { Events } from "../../services/ports.ts";
import type { Topic } from "./events.ts";
import { createFanOut } from "./fan-out.ts";
import { createFleetRooms, type FleetRooms, type OpenFleet } from "./fleet-rooms.ts";
import type { LiveServer, LiveSocket, SocketData } from "./live-server.ts";
import { roomOf, sightOf } from "./rooms.ts";

const RECHECK_MS = 60_000;
const MOST_TOPICS = 200;
/** Sockets of who is not signed in, of one network: a whole street behind one address, and not one program. */
const MOST_GUESTS = 300;

const Watched = z.union([
  z.object({ kind: z.enum(["tenant", "fleet"]) }),
  z.object({ kind: z.enum(["site", "chargePoint", "session"]), id: z.string().min(1).max(64) }),
  z.object({ kind: z.enum(["driver", "person"]), id: z.string().max(64) }),
]);

/** Who listens: in which tenant, what they may see of it, and what is their own. */
export type Listener = {
  /** Null for a guest. */
  readonly userId: string | null;
  readonly tenantId: string;
  /** In the tenant's office; null for drivers and guests. */
  readonly actor: Actor | null;
  readonly driver: Extract<Actor, { kind: "driver" }> | null;
};

export type LiveDeps = {
  readonly events: Events;
  readonly log: Logger;
  /** Who a browser's request is from; null for nobody at no company. */
  readonly identify: (request: IncomingMessage) => Promise<Listener | null>;
  readonly openFleet: OpenFleet;
  /** Whether everybody may see the site: its plugs are what drivers and guests watch. */
  readonly isPublicSite: (tenantId: string, siteId: string) => Promise<boolean>;
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
  const guests = new Map<string, number>();
  io.use((socket, next) => {
    deps.identify(socket.request).then(
      (identity) => {
        if (!identity) return next(new Error("unauthenticated"));
        if (identity.userId === null && !admitGuest(socket, guests)) return next(new Error("tooMany"));
        Object.assign(socket.data, dataOf(identity));
        next();
      },
      (error: unknown) => {
        deps.log.warn({ err: error }, "live connection not identified");
        next(new Error("unavailable"));
      },
    );
  });
  const fleets = createFleetRooms(io, deps.openFleet, deps.log);
  io.on("connection", (socket) => bindTopics(socket, deps, fleets));
  const fanOut = createFanOut({
    isHeard: (room) => io.sockets.adapter.rooms.has(room),
    send: (room, events) => void io.to(room).emit("live", events),
    sendMissed: (room) => void io.to(room).emit("missed"),
  });
  const unsubscribe = deps.events.subscribe((event) => {
    fanOut(event);
    if (event.type === "pricesChanged") tellPrices(io, event.tenantId);
    if (event.type === "userSessionsEnded" || event.type === "userSessionsChanged") {
      void recheck(socketsOf(io, event.userId), deps);
    }
  });
  const timer = setInterval(() => void recheck([...io.sockets.sockets.values()], deps), RECHECK_MS);
  timer.unref();
  return {
    stop: async () => {
      unsubscribe();
      clearInterval(timer);
      fleets.stop();
      io.disconnectSockets(true);
      // The HTTP server is closed by who made it.
      io.engine.close();
    },
  };
}

/** Counts who is not signed in by network, until the socket closes. False: there are too many. */
function admitGuest(socket: LiveSocket, guests: Map<string, number>): boolean {
  const network = networkOfRequest(socket.request);
  const open = guests.get(network) ?? 0;
  if (open >= MOST_GUESTS) return false;
  guests.set(network, open + 1);
  socket.conn.once("close", () => {
    const left = (guests.get(network) ?? 1) - 1;
    if (left > 0) guests.set(network, left);
    else guests.delete(network);
  });
  return true;
}

const dataOf = ({ userId, tenantId, actor, driver }: Listener): SocketData => ({
  userId,
  tenantId,
  sight: sightOf(actor),
  driverId: driver?.driverId ?? null,
  personId: driver?.id ?? null,
});

/** A page of another site must not listen with the reader's cookie. Programs send no Origin. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  const host = nearestOf(request.headers["x-forwarded-host"]?.toString()) ?? request.headers.host;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function bindTopics(socket: LiveSocket, deps: LiveDeps, fleets: FleetRooms): void {
  const joining = new Set<Promise<void>>();
  socket.on("watch", (topic, done) => {
    const watched = Watched.safeParse(topic);
    const answer = (ok: boolean) => (typeof done === "function" ? done({ ok }) : undefined);
    if (!watched.success || socket.rooms.size + joining.size >= MOST_TOPICS) return answer(false);
    const joined = join(socket, watched.data as Topic, deps, fleets).then(answer);
    joining.add(joined);
    void joined.finally(() => joining.delete(joined));
  });
  socket.on("settled", (done) => {
    if (typeof done === "function") void Promise.all(joining).then(() => done());
  });
  socket.on("unwatch", (topic) => {
    const watched = Watched.safeParse(topic);
    if (!watched.success) return;
    if (watched.data.kind === "fleet") return fleets.leave(socket);
    const room =
      ownRoom(socket.data, watched.data as Topic) ??
      roomOf(socket.data.tenantId, watched.data as Topic, socket.data.sight);
    void socket.leave(room);
  });
}

/** Whether the socket hears of the topic from now on. */
async function join(socket: LiveSocket, topic: Topic, deps: LiveDeps, fleets: FleetRooms): Promise<boolean> {
  if (topic.kind === "fleet") return fleets.join(socket);
  try {
    const room = await roomFor(socket.data, topic, deps);
    if (room !== null) await socket.join(room);
    return room !== null;
  } catch (error) {
    deps.log.warn({ err: error }, "topic could not be checked");
    return false;
  }
}

/** The room of what is one's own: whatever id was said, it is the listener's. */
function ownRoom({ tenantId, driverId, personId }: SocketData, topic: Topic): string | null {
  if (topic.kind !== "driver" && topic.kind !== "person") return null;
  const id = topic.kind === "driver" ? driverId : personId;
  return id === null ? null : roomOf(tenantId, { kind: topic.kind, id }, "own");
}

/** The room in which a topic is heard; null for what the listener may not hear. */
async function roomFor(data: SocketData, topic: Topic, { isPublicSite }: LiveDeps): Promise<string | null> {
  if (topic.kind === "driver" || topic.kind === "person") return ownRoom(data, topic);
  const room = roomOf(data.tenantId, topic, data.sight);
  if (data.sight !== "public") return room;
  return topic.kind === "site" && (await isPublicSite(data.tenantId, topic.id)) ? room : null;
}

/** Prices are not of one thing that is watched: every screen of the company hears that they are to be asked for again. */
function tellPrices(io: LiveServer, tenantId: string): void {
  for (const socket of io.sockets.sockets.values()) {
    if (socket.data.tenantId === tenantId) socket.emit("pricesChanged");
  }
}

const pick = ({ userId, tenantId, sight, driverId, personId }: SocketData): SocketData => ({
  ...{ userId, tenantId, sight, driverId, personId },
});

const socketsOf = (io: LiveServer, userId: string): LiveSocket[] =>
  [...io.sockets.sockets.values()].filter(({ data }) => data.userId === userId);

/** Sockets outlive sessions: those that are over are closed, and come back as who they are now, or are not let in. */
async function recheck(sockets: readonly LiveSocket[], deps: LiveDeps): Promise<void> {
  for (const socket of sockets) {
    try {
      const listener = await deps.identify(socket.request);
      // Who has become somebody else (signed out, no member any more) must not go on hearing what they heard.
      if (listener && JSON.stringify(dataOf(listener)) === JSON.stringify(pick(socket.data))) continue;
      socket.disconnect(true);
    } catch (error) {
      deps.log.warn({ err: error }, "live connection not checked");
    }
  }
}
