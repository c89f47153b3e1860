"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../api/trpc.ts";
import { useLiveEvents } from "../live/use-live-topic.ts";
import { foldCommands } from "./fold-commands.ts";
import { recentCommands } from "./use-send-command.ts";

/** A station's last commands, the newest first, with pushed events folded in for as long as they are on screen. */
export function useRecentCommands(chargePointId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const input = recentCommands(chargePointId);
  useLiveEvents((events) => {
    client.setQueryData(trpc.command.list.queryKey(input), (data) =>
      data ? foldCommands(data, chargePointId, events, input.limit) : data,
    );
  });
  return useQuery(trpc.command.list.queryOptions(input, { refetchOnMount: "always" }));
}
