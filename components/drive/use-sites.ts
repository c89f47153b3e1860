"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterInputs, RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC, useTRPCClient } from "../api/trpc.ts";
import { foldSite } from "./fold-plugs.ts";
import { withPushed } from "./pushed-meanwhile.ts";

/** Nobody pushes that a station was heard, or what a start would cost from now on. */
const ASK_AGAIN_MS = 60_000;

type Sites = RouterOutputs["place"]["sites"];

/** Sites, and the ones of before until another question has its answer. */
export function useSites(input: RouterInputs["place"]["sites"], isAsked = true) {
  const client = useTRPCClient();
  return useQuery({
    ...useTRPC().place.sites.queryOptions(input),
    queryFn: () => withPushed(() => client.place.sites.query(input), foldSites),
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
      client.setQueriesData<Sites>({ queryKey }, (before) => before && foldSites(before, events)),
    onWatching: () => void client.invalidateQueries({ queryKey }),
  };
}

const foldSites = (sites: Sites, events: readonly LiveEvent[]): Sites => ({
  ...sites,
  items: sites.items.map((site) => foldSite(site, events)),
});
