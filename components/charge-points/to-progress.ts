import type { CommandProgress } from "../ui/command-steps.ts";
import type { Command } from "./fold-commands.ts";

/** How long the effect of a command may take before it counts as not seen. */
const EFFECT_PATIENCE_MS = 90_000;

const ANSWERS = {
  queued: null,
  sent: null,
  timedOut: null,
  accepted: "accepted",
  effective: "accepted",
  refused: "refused",
  failed: "error",
} as const satisfies Record<Command["state"], NonNullable<CommandProgress["answer"]>["kind"] | null>;

/** A command as the four steps of its conversation. */
export function toProgress(command: Command): CommandProgress {
  const { state, sentAt, answeredAt, effectiveAt, createdAt } = command;
  const kind = ANSWERS[state];
  const answeredOn = answeredAt ? new Date(answeredAt) : null;
  return {
    sentAt: sentAt ? new Date(sentAt) : null,
    answer: answeredOn && kind ? { kind, at: answeredOn } : null,
    effectAt: effectiveAt ? new Date(effectiveAt) : null,
    deadlineAt:
      state === "timedOut" && answeredOn ? answeredOn : new Date(new Date(createdAt).getTime() + EFFECT_PATIENCE_MS),
  };
}
