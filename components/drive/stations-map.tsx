"use client";

import { useTranslations } from "next-intl";
import { useMemo, useSyncExternalStore } from "react";
import { STATE_FAMILIES, type StateFamily } from "../../server/core/connector-state.ts";
import type { SiteView } from "../../server/services/place/station-view.ts";
import { SiteMap } from "../map/site-map.tsx";

type Props = { sites: readonly SiteView[]; selectedId: string | null; onSelect: (id: string) => void };

/** The stations on the map, as free as they are now. What has no place is in the list alone. */
export function StationsMap({ sites, selectedId, onSelect }: Props) {
  const t = useTranslations("drive.stations");
  const isDark = useSyncExternalStore(
    (onChange) => {
      const query = window.matchMedia(DARK);
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => window.matchMedia(DARK).matches,
    () => false,
  );
  const placed = useMemo(
    () =>
      sites.flatMap(({ id, name, latitude, longitude, plugs }) =>
        latitude === null || longitude === null ? [] : [{ id, name, latitude, longitude, families: familiesOf(plugs) }],
      ),
    [sites],
  );
  return (
    <div className="h-[60dvh] min-h-72 overflow-hidden rounded-card border">
      <SiteMap
        sites={placed}
        theme={isDark ? "dark" : "light"}
        selectedId={selectedId}
        onSelect={onSelect}
        label={t("map")}
        unavailable={t("noMap")}
      />
    </div>
  );
}

const DARK = "(prefers-color-scheme: dark)";

function familiesOf(plugs: SiteView["plugs"]): Record<StateFamily, number> {
  const count = (family: StateFamily) => plugs.filter(({ state }) => state === family).length;
  return Object.fromEntries(STATE_FAMILIES.map((family) => [family, count(family)])) as Record<StateFamily, number>;
}
