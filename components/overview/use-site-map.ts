"use client";

import { useQuery } from "@tanstack/react-query";
import { useConnection } from "../api/live-provider.tsx";
import { useTRPC } from "../api/trpc.ts";
import { useRefreshSoon } from "../charge-points/use-live-list.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";

/** Every site with its state, kept as it is now. */
export function useSiteMap() {
  const trpc = useTRPC();
  const isStale = useConnection().since !== null;
  const refreshSoon = useRefreshSoon();
  const sites = useQuery(trpc.site.map.queryOptions());
  useLiveTopic({ kind: "tenant" }, (events) => {
    if (events.every(({ type }) => type === "messageLogged" || type === "commandChanged")) return;
    refreshSoon(trpc.site.map.pathKey());
  });
  return { sites, isStale };
}
