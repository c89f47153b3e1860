import type { Logger } from "pino";
import type { LiveFleet } from "../../services/fleet/live-fleet.ts";
import type { LiveServer, LiveSocket } from "./live-server.ts";

const FLUSH_MS = 100;
/** A page that is loaded anew finds its fleet still in memory. */
const LINGER_MS = 10_000;

export type OpenFleet = (tenantId: string, onChange: () => void) => Promise<LiveFleet>;

const roomOf = (tenantId: string): string => `${tenantId}/fleet`;

/**
 * Shows companies' fleets to their offices: who comes is told the whole, then what changes, in the same order on the same socket.
 * A fleet is held while somebody watches.
 */
export function createFleetRooms(io: LiveServer, openFleet: OpenFleet, log: Logger) {
  const fleets = new Map<string, Promise<LiveFleet>>();
  const isWatched = (tenantId: string) => io.sockets.adapter.rooms.has(roomOf(tenantId));

  function open(tenantId: string): Promise<LiveFleet> {
    const known = fleets.get(tenantId);
    if (known) return known;
    const opened = openFleet(tenantId, () => setTimeout(flush, FLUSH_MS, tenantId).unref());
    fleets.set(tenantId, opened);
    opened.catch(() => fleets.delete(tenantId));
    return opened;
  }

  function flush(tenantId: string): void {
    fleets.get(tenantId)?.then(
      (fleet) => io.to(roomOf(tenantId)).emit("fleet", { ...fleet.take(), isWhole: false }),
      () => {}, // who opened it was told
    );
  }

  function closeIdle(tenantId: string): void {
    setTimeout(() => {
      const idle = fleets.get(tenantId);
      if (!idle || isWatched(tenantId)) return;
      fleets.delete(tenantId);
      idle.then(
        (fleet) => fleet.close(),
        () => {}, // it never came to be
      );
    }, LINGER_MS).unref();
  }

  const onRoomGone = (room: string) => {
    if (room.endsWith("/fleet")) closeIdle(room.slice(0, -"/fleet".length));
  };
  io.sockets.adapter.on("delete-room", onRoomGone);

  return {
    /** False for who may not see it, and while it cannot be read. */
    async join(socket: LiveSocket): Promise<boolean> {
      const { tenantId, sight } = socket.data;
      if (sight === "public") return false;
      try {
        const fleet = await open(tenantId);
        socket.emit("fleet", { sites: fleet.all(), happened: [], isWhole: true });
        await socket.join(roomOf(tenantId));
        if (!socket.connected) closeIdle(tenantId);
        return true;
      } catch (error) {
        log.warn({ err: error, tenantId }, "fleet cannot be shown");
        return false;
      }
    },
    leave: (socket: LiveSocket) => void socket.leave(roomOf(socket.data.tenantId)),
    stop(): void {
      io.sockets.adapter.off("delete-room", onRoomGone);
      for (const fleet of fleets.values()) {
        fleet.then(
          (opened) => opened.close(),
          () => {}, // it never came to be
        );
      }
      fleets.clear();
    },
  };
}

export type FleetRooms = ReturnType<typeof createFleetRooms>;
