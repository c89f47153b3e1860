import { useMemo, useRef } from "react";
import { emptySite } from "../../server/core/site-state.ts";
import type { FleetSite } from "../../server/services/fleet/get-fleet.ts";
import type { FleetStates } from "../fleet/fold-fleet.ts";
import type { MapSite } from "../map/site-map.tsx";

/**
 * The sites that have a place, with the states that their pins show. The same array as long as no pin changes: most of what is
 * pushed is power, and for that no map is drawn anew.
 */
export function usePlacedSites(sites: readonly FleetSite[] | undefined, states: FleetStates): readonly MapSite[] {
  const before = useRef<readonly MapSite[]>([]);
  return useMemo(() => {
    const after = (sites ?? []).flatMap((site): MapSite[] => {
      const { id, name, latitude, longitude } = site;
      if (latitude === null || longitude === null) return [];
      return [{ id, name, latitude, longitude, families: (states.get(id) ?? emptySite(id)).families }];
    });
    const isSame =
      after.length === before.current.length && after.every((site, index) => isSamePin(site, before.current[index]));
    if (!isSame) before.current = after;
    return before.current;
  }, [sites, states]);
}

const isSamePin = (one: MapSite, other: MapSite | undefined): boolean =>
  other !== undefined &&
  one.id === other.id &&
  one.name === other.name &&
  one.latitude === other.latitude &&
  one.longitude === other.longitude &&
  Object.entries(one.families).every(
    ([family, count]) => other.families[family as keyof MapSite["families"]] === count,
  );
