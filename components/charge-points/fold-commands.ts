import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

export type Command = RouterOutputs["command"]["get"];
export type Commands = RouterOutputs["command"]["list"];

/** How far a command has come. Answers of the server and pushed events may overtake each other: what is further counts. */
const PROGRESS = {
  queued: 0,
  sent: 1,
  accepted: 2,
  refused: 2,
  failed: 2,
  timedOut: 2,
  effective: 3,
} as const satisfies Record<Command["state"], number>;

/** The newest `limit` commands with one more, or with what is newly known of one. */
export function foldCommand(before: Commands, command: Command, limit: number): Commands {
  const known = before.items.find(({ commandId }) => commandId === command.commandId);
  if (known && PROGRESS[known.state] > PROGRESS[command.state]) return before;
  const items = known
    ? before.items.map((item) => (item === known ? command : item))
    : // The ids are in order of time.
      [...before.items, command].sort((a, b) => (a.commandId < b.commandId ? 1 : -1)).slice(0, limit);
  return { ...before, items };
}

/** A charge point's commands after the events. */
export function foldCommands(
  before: Commands,
  chargePointId: string,
  events: readonly LiveEvent[],
  limit: number,
): Commands {
  let after = before;
  for (const event of events) {
    if (event.type !== "commandChanged" || event.chargePointId !== chargePointId) continue;
    after = foldCommand(after, event.command, limit);
  }
  return after;
}
