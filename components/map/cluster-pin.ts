import type { FamilyCounts } from "./site-pin.ts";

/** What a cluster's pin shows: neutral, since a colour would claim one state for many sites. */
export type ClusterPin = {
  readonly sites: number;
  /** Share of free connectors, of the ring's full turn. */
  readonly freeShare: number;
  readonly hasTrouble: boolean;
};

/** Beyond this share of faulted or silent connectors a cluster carries the small triangle. */
const TROUBLE_SHARE = 0.05;

/** The pin of several sites that lie too close together to be told apart. */
export function toClusterPin(members: readonly FamilyCounts[]): ClusterPin {
  let [total, free, trouble] = [0, 0, 0];
  for (const families of members) {
    for (const connectors of Object.values(families)) total += connectors;
    free += families.free;
    trouble += families.fault + families.offline;
  }
  return {
    sites: members.length,
    freeShare: total === 0 ? 0 : free / total,
    hasTrouble: total > 0 && trouble / total > TROUBLE_SHARE,
  };
}
