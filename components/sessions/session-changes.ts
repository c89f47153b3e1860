import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { SessionRow as Session } from "../charge-points/fold-live.ts";
import { type SessionFilters, toListInput } from "./session-filters.ts";

/** What became of sessions since a list was read, by their ids: they came into it or left it. */
export type Changes = ReadonlyMap<string, "came" | "left">;

/**
 * The changes with what an event tells of a list. `chargePointId`: of the charge point that the filters name. Whether a search
 * finds a session only the server knows.
 */
export function withChange(
  before: Changes,
  event: LiveEvent,
  filters: SessionFilters,
  chargePointId: string | null,
): Changes {
  if (event.type !== "sessionChanged" || event.cause === "progress") return before;
  if (!isAsked(event, filters, chargePointId)) return before;
  const { session, cause } = event;
  if (fits(session, filters)) {
    // What is up for review may have become so at any time.
    const isTurn = cause === "started" || filters.review || (filters.state === "ended" && cause === "ended");
    return isTurn ? new Map(before).set(session.id, "came") : before;
  }
  // What was not up for review in the first place does not leave that list.
  if (filters.state !== "active" || filters.review || cause !== "ended") return before;
  const after = new Map(before);
  // It has come and gone without being shown.
  if (before.get(session.id) === "came") after.delete(session.id);
  else after.set(session.id, "left");
  return after;
}

/** The changes that a new reading of the list does not show by itself: what has left it is not there any more. */
export function withoutLeft(before: Changes): Changes {
  const after = new Map([...before].filter(([, change]) => change !== "left"));
  return after.size === before.size ? before : after;
}

function isAsked(
  { session, siteId, chargePointId }: Extract<LiveEvent, { type: "sessionChanged" }>,
  filters: SessionFilters,
  askedId: string | null,
): boolean {
  const asked = toListInput(filters);
  if (asked.search !== undefined || (asked.siteId !== undefined && asked.siteId !== siteId)) return false;
  if (asked.chargePoint !== undefined && askedId !== chargePointId) return false;
  const startedAt = Date.parse(session.startedAt);
  return !(asked.from && startedAt < Date.parse(asked.from)) && !(asked.to && startedAt >= Date.parse(asked.to));
}

type Judged = Pick<Session, "id" | "state" | "suspect">;

/** Whether a list holds what is in this state. */
const fits = (
  { state, suspect }: Pick<Session, "state"> & { readonly suspect: readonly string[] },
  by: SessionFilters,
) => (by.state === "all" || by.state === state) && (!by.review || suspect.length > 0);

/**
 * How many sessions came into a list and left it since it was read. `read`: its rows as they are now; `since`: what has begun
 * after the newest of them.
 */
export function countChanges(
  heard: Changes,
  { read, since, filters }: { read: readonly Judged[]; since: readonly Judged[]; filters: SessionFilters },
): { readonly came: number; readonly left: number } {
  const readIds = new Set(read.map(({ id }) => id));
  const heardOf = (change: "came" | "left") => [...heard].flatMap(([id, what]) => (what === change ? [id] : []));
  const came = [...heardOf("came"), ...since.filter((row) => fits(row, filters)).map(({ id }) => id)];
  const left = [...heardOf("left"), ...read.filter((row) => !fits(row, filters)).map(({ id }) => id)];
  return { came: new Set(came.filter((id) => !readIds.has(id))).size, left: new Set(left).size };
}
