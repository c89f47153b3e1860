import { type StateFamily, stateFamily } from "../../server/core/connector-state.ts";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { familyOf } from "./connector-family.ts";
import { toStatus } from "./connector-status.ts";
import type { ChargePoint } from "./fold-live.ts";

/** A charge point with the numbers of those of its connectors that are shown; null: all. */
export type Group = { readonly point: ChargePoint; readonly numbers: readonly number[] | null };

/** The numbers of the connectors that were shown when their charge point came into the list. */
export type Held = ReadonlyMap<string, readonly number[]>;

/** What to hold: charge points already held stay as they are, new ones bring what matches now. */
export function hold(held: Held, points: readonly ChargePoint[], family: StateFamily | null): Held {
  if (points.every(({ id }) => held.has(id))) return held;
  const matching = (point: ChargePoint) =>
    point.connectors.filter((connector) => family === null || familyOf(point, connector) === family);
  return new Map([
    ...held,
    ...points
      .filter(({ id }) => !held.has(id))
      .map((point) => [point.id, matching(point).map(({ number }) => number)] as const),
  ]);
}

/**
 * The list as it is shown: nothing comes, goes or moves by itself. With a state chosen, connectors that left it stay with
 * their new state, and those that entered it wait; `changes` counts both.
 */
export function heldGroups(
  held: Held,
  points: readonly ChargePoint[],
  family: StateFamily | null,
): { readonly groups: readonly Group[]; readonly changes: number } {
  if (family === null) return { groups: points.map((point) => ({ point, numbers: null })), changes: 0 };
  let changes = 0;
  const groups: Group[] = [];
  for (const point of points) {
    const numbers = held.get(point.id) ?? [];
    for (const connector of point.connectors) {
      const isShown = numbers.includes(connector.number);
      if (isShown !== (familyOf(point, connector) === family)) changes += 1;
    }
    if (numbers.length > 0 || (point.connectors.length === 0 && family === "offline")) groups.push({ point, numbers });
  }
  return { groups, changes };
}

/** How many connectors are shown. */
export const countConnectors = (groups: readonly Group[]): number =>
  groups.reduce((sum, { point, numbers }) => sum + (numbers ?? point.connectors).length, 0);

/** What waits outside of the loaded list, by key: a charge point made or taken away, a connector that entered the state. */
export function foldWaiting(
  waiting: ReadonlySet<string>,
  events: readonly LiveEvent[],
  list: { readonly ids: ReadonlySet<string>; readonly family: StateFamily | null; readonly siteId: string | null },
): ReadonlySet<string> {
  const after = new Set(waiting);
  for (const event of events) {
    const { chargePointId } = event;
    if (list.siteId !== null && event.siteId !== list.siteId) continue;
    if (event.type === "chargePointChanged") {
      if (event.cause === "created" || event.cause === "retired") after.add(chargePointId);
    } else if (list.family !== null && !list.ids.has(chargePointId)) {
      if (event.type === "connectorStatusChanged" && event.connectorNumber > 0) {
        // Who speaks is connected.
        const family = stateFamily({ status: toStatus(event.status), isOnline: true });
        const key = `${chargePointId}/${event.connectorNumber}`;
        if (family === list.family) after.add(key);
        else after.delete(key);
      } else if (event.type === "connectionChanged" && list.family === "offline") {
        if (event.isOnline) after.delete(chargePointId);
        else after.add(chargePointId);
      }
    }
  }
  return after.size === waiting.size && [...after].every((key) => waiting.has(key)) ? waiting : after;
}
