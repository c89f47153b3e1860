"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../api/trpc.ts";
import { foldCommand } from "./fold-commands.ts";

/** The list of commands that is shown under the form. */
export const recentCommands = (chargePointId: string) => ({ chargePoint: chargePointId, limit: 10 });

/** Sends a command; the list of commands shows at once that it is on its way. */
export function useSendCommand(chargePointId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const input = recentCommands(chargePointId);
  return useMutation(
    trpc.command.send.mutationOptions({
      onSuccess: (command) => {
        client.setQueryData(trpc.command.list.queryKey(input), (data) =>
          data ? foldCommand(data, command, input.limit) : data,
        );
      },
    }),
  );
}
