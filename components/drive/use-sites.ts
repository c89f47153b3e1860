"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { SiteView } from "../../server/services/place/station-view.ts";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterInputs, RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { foldPlug } from "./fold-plugs.ts";

/** Nobody pushes that a station was heard, or what a start would cost from now on. */
const ASK_AGAIN_MS = 60_000;

/** Sites, and the ones of before until another question has its answer. */
export function useSites(input: RouterInputs["place"]["sites"], isAsked = true) {
  return useQuery({
    ...useTRPC().place.sites.queryOptions(input),
    enabled: isAsked,
    placeholderData: (before) => (isAsked ? before : undefined),
    refetchInterval: ASK_AGAIN_MS,
  });
}

/** What is pushed of plugs, folded into every list of sites; for `useSiteTopics`. */
export function useLiveSites() {
  const client = useQueryClient();
  const queryKey = useTRPC().place.sites.queryKey();
  return {
    onEvents: (events: readonly LiveEvent[]) =>
      client.setQueriesData<RouterOutputs["place"]["sites"]>({ queryKey }, (before) =>
        before ? { ...before, items: before.items.map((site) => foldSite(site, events)) } : before,
      ),
    onWatching: () => void client.invalidateQueries({ queryKey }),
  };
}

const foldSite = (site: SiteView, events: readonly LiveEvent[]): SiteView => ({
  ...site,
  plugs: site.plugs.map((plug) => foldPlug(plug, events)),
});
