export type StepState = "done" | "current" | "waiting" | "failed" | "skipped";

/** What is known of one command to a charge point. Instants in UTC; null means: not yet. */
export type CommandProgress = {
  readonly sentAt: Date | null;
  readonly answer: { readonly kind: "accepted" | "refused"; readonly at: Date } | null;
  /** When its effect was seen: a status, a transaction, a reboot. */
  readonly effectAt: Date | null;
  /** When the command counts as failed if it has neither been refused nor seen in effect. */
  readonly deadlineAt: Date;
};

export type CommandStep = {
  readonly key: "sent" | "answered" | "inEffect" | "inTime";
  readonly state: StepState;
  /** When it happened. */
  readonly at: Date | null;
};

/** The four steps of a command's conversation: sent, accepted or refused, seen in effect, in time or timed out. */
export function commandSteps({ sentAt, answer, effectAt, deadlineAt }: CommandProgress, now: Date): CommandStep[] {
  const isRefused = answer?.kind === "refused";
  const isLate = !isRefused && !effectAt && now >= deadlineAt;
  const open = (isTurn: boolean): StepState => {
    if (isRefused || isLate) return "skipped";
    return isTurn ? "current" : "waiting";
  };
  return [
    { key: "sent", state: sentAt ? "done" : open(true), at: sentAt },
    {
      key: "answered",
      // An effect without an answer happens: the charger acted and its answer was lost.
      state: answer ? (isRefused ? "failed" : "done") : effectAt ? "skipped" : open(sentAt !== null),
      at: answer?.at ?? null,
    },
    { key: "inEffect", state: effectAt ? "done" : open(answer !== null), at: effectAt },
    {
      key: "inTime",
      state: isLate ? "failed" : effectAt ? "done" : isRefused ? "skipped" : "waiting",
      at: isLate ? deadlineAt : null,
    },
  ];
}
