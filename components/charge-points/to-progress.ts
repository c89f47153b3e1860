import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import type { CommandProgress } from "../ui/command-steps.ts";

type Command = RouterOutputs["command"]["list"]["items"][number];

/** How long the effect of a command may take before it counts as not seen. */
const EFFECT_PATIENCE_MS = 90_000;

/** A command as the four steps of its conversation. */
export function toProgress(command: Command): CommandProgress {
  const { state, sentAt, answeredAt, effectiveAt, createdAt } = command;
  const isNo = state === "refused" || state === "failed";
  const isYes = state === "accepted" || state === "effective";
  const answeredOn = answeredAt ? new Date(answeredAt) : null;
  return {
    sentAt: sentAt ? new Date(sentAt) : null,
    answer: answeredOn && (isNo || isYes) ? { kind: isNo ? "refused" : "accepted", at: answeredOn } : null,
    effectAt: effectiveAt ? new Date(effectiveAt) : null,
    deadlineAt:
      state === "timedOut" && answeredOn ? answeredOn : new Date(new Date(createdAt).getTime() + EFFECT_PATIENCE_MS),
  };
}
