import { maskIdToken } from "../../services/id-token/mask.ts";
import type { DomainEvent } from "../../services/ports.ts";
import type { LiveEvent } from "./events.ts";
import { mergeKey, ownerOf, roomOf, SIGHTS, type Sight, topicsOf, visible } from "./rooms.ts";

const FLUSH_MS = 100;
/** Above this many of one room in a tenth of a second, a screen reads anew instead of folding. */
const MOST_EVENTS = 2_000;

const OWN: readonly Sight[] = ["own"];
const OTHERS = SIGHTS.filter((sight) => sight !== "own");

export type Rooms = {
  /** Whether anybody is in the room. */
  readonly isHeard: (room: string) => boolean;
  readonly send: (room: string, events: readonly LiveEvent[]) => void;
  /** More happened than the room is told. */
  readonly sendMissed: (room: string) => void;
};

/** Gathers events for a tenth of a second per room, the newest of each thing, and sends them in one message. */
export function createFanOut({ isHeard, send, sendMissed }: Rooms): (event: DomainEvent) => void {
  let rooms = new Map<string, Map<string, LiveEvent>>();
  let sequence = 0;
  const flush = () => {
    const batch = rooms;
    rooms = new Map();
    for (const [room, events] of batch) {
      if (events.size > MOST_EVENTS) sendMissed(room);
      else send(room, [...events.values()]);
    }
  };
  return (event) => {
    if (!("chargePointId" in event)) return; // of no thing that is watched
    const owner = ownerOf(event);
    for (const topic of owner ? [...topicsOf(event), owner] : topicsOf(event)) {
      for (const sight of topic === owner ? OWN : OTHERS) {
        const room = roomOf(event.tenantId, topic, sight);
        if (!isHeard(room)) continue;
        const seen = visible(event, sight, maskIdToken);
        if (!seen) continue;
        if (rooms.size === 0) setTimeout(flush, FLUSH_MS).unref();
        const events = rooms.get(room) ?? new Map<string, LiveEvent>();
        rooms.set(room, events);
        if (events.size > MOST_EVENTS) continue;
        const key = mergeKey(seen) ?? `#${sequence++}`;
        // Taken out and put back, so that the order is that of the newest.
        events.delete(key);
        events.set(key, seen);
      }
    }
  };
}
