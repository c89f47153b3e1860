import { type Actor, isPermitted, type Permission } from "../../services/permissions.ts";
import type { LiveEvent, Topic } from "./events.ts";

/**
 * A room holds the sockets of one tenant that watch one thing, by what they may see of it. The tenant is part of its
 * name and comes from the session, never from the client: so a foreign id leads into an empty room.
 */
export function roomOf(tenantId: string, topic: Topic, sight: Sight): string {
  const id = !("id" in topic) ? "" : topic.id;
  return `${tenantId}/${topic.kind}/${id}/${sight}`;
}

/**
 * `full` sees id tokens, the message log and commands; `cards` of these the id tokens; `plain` none of them; `public` only whether plugs are free: drivers and
 * guests. What is a driver's own is in a room of their own, of sight `own`.
 */
export type Sight = "full" | "cards" | "plain" | "public" | "own";
export const SIGHTS: readonly Sight[] = ["full", "cards", "plain", "public", "own"];

const NEEDED = {
  full: ["chargePoint.read", "message.read", "idToken.read", "chargePoint.command"],
  cards: ["chargePoint.read", "idToken.read"],
  plain: ["chargePoint.read"],
} as const satisfies Partial<Record<Sight, readonly Permission[]>>;

/** The most that somebody of the office may see; what lists show them and what they hear is the same. */
export function sightOf(actor: Actor | null): Sight {
  const may = (sight: keyof typeof NEEDED) => NEEDED[sight].every((one) => actor !== null && isPermitted(actor, one));
  return (["full", "cards", "plain"] as const).find(may) ?? "public";
}

/** The topics under which an event is heard. The whole tenant does not hear each frame of each station. */
export function topicsOf(event: LiveEvent): readonly Topic[] {
  const chargePoint: Topic = { kind: "chargePoint", id: event.chargePointId };
  if (event.type === "messageLogged" || event.type === "commandChanged") return [chargePoint];
  const topics: Topic[] = [{ kind: "tenant" }, chargePoint];
  if (event.siteId) topics.push({ kind: "site", id: event.siteId });
  if (event.type === "sessionChanged") topics.push({ kind: "session", id: event.session.id });
  return topics;
}

/** The driver or person whose own an event is: the only one who hears it in a room of sight `own`. */
export function ownerOf(event: LiveEvent): Topic | null {
  if (event.type === "sessionChanged") return event.driverId === null ? null : { kind: "driver", id: event.driverId };
  if (event.type !== "commandChanged" || event.command.actor.kind !== "driver") return null;
  return { kind: "person", id: event.command.actor.id };
}

/** What a socket of that sight may hear of an event; null: nothing. */
export function visible(event: LiveEvent, sight: Sight, mask: (idToken: string) => string): LiveEvent | null {
  if (sight === "full") return event;
  if (sight === "own") return visibleToOwner(event, mask);
  if (sight === "public") return visibleToAll(event);
  if (event.type === "messageLogged" || event.type === "commandChanged") return null;
  if (event.type !== "sessionChanged" || sight === "cards") return event;
  return { ...event, driverId: null, session: { ...event.session, idToken: mask(event.session.idToken) } };
}

/** What makes a session suspect is for the office to judge; whoever knows a token whole can charge with it. */
const visibleToOwner = (event: LiveEvent, mask: (idToken: string) => string): LiveEvent =>
  event.type === "sessionChanged"
    ? { ...event, session: { ...event.session, idToken: mask(event.session.idToken), suspect: [] } }
    : event;

/** What a maker's codes and reasons say is the office's. */
function visibleToAll(event: LiveEvent): LiveEvent | null {
  if (event.type === "connectorStatusChanged") return { ...event, errorCode: "NoError", info: null };
  return event.type === "connectionChanged" ? { ...event, reason: null } : null;
}

/** Events of one thing of which only the newest matters; null: each one matters. */
export function mergeKey(event: LiveEvent): string | null {
  switch (event.type) {
    case "connectorStatusChanged":
      return `${event.type}/${event.chargePointId}/${event.connectorNumber}`;
    case "connectionChanged":
      return `${event.type}/${event.chargePointId}`;
    case "chargePointChanged":
      return `${event.type}/${event.chargePointId}/${event.cause}`;
    case "sessionChanged":
      // By cause: that it has begun must not be lost to its first figures.
      return `${event.type}/${event.session.id}/${event.cause}`;
    case "commandChanged":
    case "messageLogged":
      return null;
  }
}
