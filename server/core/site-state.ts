import { STATE_FAMILIES, type StateFamily } from "./connector-state.ts";

/** How a site stands now; `siteId` null: what stands at no site. All of it absolute: a later one replaces an earlier one. */
export type SiteState = {
  readonly siteId: string | null;
  /** Charge points in service, and how many of them are connected. */
  readonly stations: number;
  readonly online: number;
  /** Their connectors, by state family. */
  readonly families: Readonly<Record<StateFamily, number>>;
  /** Running sessions. */
  readonly sessions: number;
  /** Watts over the running sessions of connected charge points. */
  readonly powerW: number;
};

/** Nothing stands there. */
export const emptySite = (siteId: string | null): SiteState => ({
  siteId,
  stations: 0,
  online: 0,
  families: Object.fromEntries(STATE_FAMILIES.map((family) => [family, 0])) as Record<StateFamily, number>,
  sessions: 0,
  powerW: 0,
});

/** Both together; with `sign` -1 the first without the second. The site is the first one's. */
export const addSites = (one: SiteState, other: SiteState, sign: 1 | -1 = 1): SiteState => ({
  siteId: one.siteId,
  stations: one.stations + sign * other.stations,
  online: one.online + sign * other.online,
  families: Object.fromEntries(
    STATE_FAMILIES.map((family) => [family, one.families[family] + sign * other.families[family]]),
  ) as Record<StateFamily, number>,
  sessions: one.sessions + sign * other.sessions,
  powerW: one.powerW + sign * other.powerW,
});
