"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useSyncExternalStore } from "react";
import { STATE_FAMILIES, type StateFamily } from "../../server/core/connector-state.ts";
import type { SiteView } from "../../server/services/place/station-view.ts";
import { useTRPC } from "../api/trpc.ts";
import { SiteMap } from "../map/site-map.tsx";
import { DriveProblem } from "./drive-problem.tsx";

type Near = { readonly latitude: number; readonly longitude: number };
type Props = {
  search: string;
  near: Near | null;
  /** Those that are listed, which are live. */
  sites: readonly SiteView[];
  selectedId: string | null;
  onSelect: (id: string) => void;
};

/** Pins of sites that are not listed are asked for this often. */
const ASK_AGAIN_MS = 60_000;
/** Who asks for the nearest is shown so many. */
const NEAREST = 5;

/** All stations on the map, as free as they are now. What has no place is in the list alone. */
export function StationsMap({ search, near, sites, selectedId, onSelect }: Props) {
  const t = useTranslations("drive");
  const pins = useQuery({
    ...useTRPC().place.pins.queryOptions(search ? { search } : {}),
    placeholderData: (before) => before,
    refetchInterval: ASK_AGAIN_MS,
  });
  const isDark = useSyncExternalStore(
    (onChange) => {
      const query = window.matchMedia(DARK);
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => window.matchMedia(DARK).matches,
    () => false,
  );
  const { data, isPlaceholderData } = pins;
  const drawn = useMemo(() => {
    const live = new Map(sites.map(({ id, plugs }) => [id, familiesOf(plugs)]));
    return data?.map((pin) => ({ ...pin, families: live.get(pin.id) ?? pin.families }));
  }, [data, sites]);
  const isThere = data !== undefined && !isPlaceholderData;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map moves for another question, not for what happens to its answer.
  const focus = useMemo(() => {
    if (!isThere) return null;
    if (search) return data;
    return near && [near, ...[...data].sort((one, other) => apart(one, near) - apart(other, near)).slice(0, NEAREST)];
  }, [isThere, search, near]);
  return (
    <>
      {pins.isError && <DriveProblem error={pins.error} onRetry={() => void pins.refetch()} />}
      <div className="h-[60dvh] min-h-72 overflow-hidden rounded-card border">
        {drawn && (
          <SiteMap
            sites={drawn}
            focus={focus}
            theme={isDark ? "dark" : "light"}
            selectedId={selectedId}
            onSelect={onSelect}
            label={t("stations.map")}
            unavailable={t("stations.noMap")}
          />
        )}
      </div>
      {selectedId === null && <p className="text-body text-muted">{t("stations.tapPin")}</p>}
    </>
  );
}

const DARK = "(prefers-color-scheme: dark)";

/** Good enough to tell which is nearer: squared degrees, of longitude as long as they are here. */
function apart(one: Near, here: Near): number {
  const east = (one.longitude - here.longitude) * Math.cos((here.latitude * Math.PI) / 180);
  return east ** 2 + (one.latitude - here.latitude) ** 2;
}

function familiesOf(plugs: SiteView["plugs"]): Record<StateFamily, number> {
  const count = (family: StateFamily) => plugs.filter(({ state }) => state === family).length;
  return Object.fromEntries(STATE_FAMILIES.map((family) => [family, count(family)])) as Record<StateFamily, number>;
}
