import type { Server, Socket } from "socket.io";
import type { ClientEvents, ServerEvents } from "./events.ts";
import type { Sight } from "./rooms.ts";

/** Who listens on a socket, as of its last check. */
export type SocketData = {
  userId: string | null;
  tenantId: string;
  sight: Sight;
  driverId: string | null;
  personId: string | null;
};

export type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
