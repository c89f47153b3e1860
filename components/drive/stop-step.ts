import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

type State = RouterOutputs["drive"]["stop"]["state"];
/** What was pushed of stops, by command. */
export type PushedStops = Readonly<Record<string, State>>;
export type StopStep = "unanswered" | "accepted" | "refused" | "noAnswer";

const STEP = {
  queued: "unanswered",
  sent: "unanswered",
  accepted: "accepted",
  effective: "accepted",
  refused: "refused",
  failed: "noAnswer",
  timedOut: "noAnswer",
} as const satisfies Record<State, StopStep>;

/** Stops with what was pushed of them since. The same object when nothing was. */
export function foldStops(before: PushedStops, events: readonly LiveEvent[]): PushedStops {
  let after = before;
  for (const event of events) {
    if (event.type !== "commandChanged" || event.command.action !== "RemoteStopTransaction") continue;
    after = { ...after, [event.command.commandId]: event.command.state };
  }
  return after;
}

/** How far a stop has come: the call's answer, or the push that has overtaken it. Only a station's yes is one. */
export function stopStep(
  { commandId, state }: Pick<RouterOutputs["drive"]["stop"], "commandId" | "state">,
  pushed: PushedStops,
): StopStep {
  const step = STEP[state];
  const heard = pushed[commandId];
  return step === "unanswered" && heard !== undefined ? STEP[heard] : step;
}
