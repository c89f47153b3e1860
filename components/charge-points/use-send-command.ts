"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterInputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { type Command, foldCommand } from "./fold-commands.ts";
import { createRepeatGuard } from "./repeat-guard.ts";

type Input = RouterInputs["command"]["send"];

/** The list of commands that is shown under the form. */
export const recentCommands = (chargePointId: string) => ({ chargePoint: chargePointId, limit: 10 });

/** Sends a command, once per act; the list of commands shows at once that it is on its way. */
export function useSendCommand(chargePointId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const input = recentCommands(chargePointId);
  const [guard] = useState(createRepeatGuard);
  const { mutate, mutateAsync, data, isPending, isError, error, reset } = useMutation(
    trpc.command.send.mutationOptions({
      onSuccess: (command) => {
        client.setQueryData(trpc.command.list.queryKey(input), (data) =>
          data ? foldCommand(data, command, input.limit) : data,
        );
      },
      onSettled: (_command, problem) => guard.settle(!problem),
    }),
  );
  return {
    ...{ data, isPending, isError, error, reset },
    /** The command as it was sent comes in `data`, what goes wrong in `error`. */
    send: (command: Input): void => {
      if (guard.admit(command, Date.now())) mutate(command);
    },
    /** For what the screen asks by itself: no click stands behind it that could be a double one. */
    sendByItself: mutate,
    /** Null for the second half of a double click. Rejects with what goes wrong. */
    sendAsync: async (command: Input): Promise<Command | null> =>
      guard.admit(command, Date.now()) ? mutateAsync(command) : null,
  };
}
