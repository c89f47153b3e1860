import type { CommandProgress } from "../ui/command-steps.ts";
import type { Command } from "./fold-commands.ts";

/** How long the effect of a command may take before it counts as not seen. */
const EFFECT_PATIENCE_MS = 90_000;

/** Answers of stations that act later: at their next restart, or when the transaction ends (OCPP 1.6, 5.2 and 5.3). */
const LATER: ReadonlySet<unknown> = new Set(["RebootRequired", "Scheduled"]);

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
  const isLater = state === "accepted" && LATER.has(command.response?.status);
  const answeredOn = answeredAt ? new Date(answeredAt) : null;
  return {
    sentAt: sentAt ? new Date(sentAt) : null,
    answer: answeredOn && kind ? { kind, at: answeredOn } : null,
    effectAt: effectiveAt ? new Date(effectiveAt) : null,
    deadlineAt: isLater ? null : state === "timedOut" && answeredOn ? answeredOn : patienceEnd(createdAt),
  };
}

const patienceEnd = (createdAt: string): Date => new Date(new Date(createdAt).getTime() + EFFECT_PATIENCE_MS);
