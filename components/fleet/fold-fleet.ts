import { addSites, emptySite, type SiteState } from "../../server/core/site-state.ts";

/** How the sites stand, by id; null: what stands at no site. */
export type FleetStates = ReadonlyMap<string | null, SiteState>;

export const toFleetStates = (states: readonly SiteState[]): FleetStates =>
  new Map(states.map((state) => [state.siteId, state]));

/** The states with what was pushed over them; those that did not change stay the same objects. */
export function foldFleet(before: FleetStates, pushed: readonly SiteState[]): FleetStates {
  const after = new Map(before);
  for (const state of pushed) after.set(state.siteId, state);
  return after;
}

/** All sites together, or one. */
export function sumOf(states: FleetStates, siteId: string | null): SiteState {
  if (siteId !== null) return states.get(siteId) ?? emptySite(siteId);
  return [...states.values()].reduce((sum, state) => addSites(sum, state), emptySite(null));
}
