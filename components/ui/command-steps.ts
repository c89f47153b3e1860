export type StepState = "done" | "current" | "waiting" | "failed" | "skipped";

/** What is known of one command to a charge point. Instants in UTC; null means: not yet. */
export type CommandProgress = {
  readonly sentAt: Date | null;
  /** `error`: the charger could not do with it; or, of one that was never sent, that it could not be sent. */
  readonly answer: { readonly kind: "accepted" | "refused" | "error"; readonly at: Date } | null;
  /** When its effect was seen: a status, a transaction, a reboot. */
  readonly effectAt: Date | null;
  /** When the command counts as failed if it has neither been refused nor seen in effect; null: that may take any time. */
  readonly deadlineAt: Date | null;
};

export type CommandStep = {
  readonly key: "sent" | "answered" | "inEffect" | "inTime";
  readonly state: StepState;
  /** When it happened. */
  readonly at: Date | null;
};

/** The four steps of a command's conversation: sent, accepted or refused, seen in effect, in time or timed out. */
export function commandSteps({ sentAt, answer, effectAt, deadlineAt }: CommandProgress, now: Date): CommandStep[] {
  const isOver = answer !== null && answer.kind !== "accepted";
  const isUnsent = isOver && sentAt === null;
  const isLate = !isOver && !effectAt && deadlineAt !== null && now >= deadlineAt;
  const open = (isTurn: boolean): StepState => {
    if (isOver || isLate) return "skipped";
    return isTurn ? "current" : "waiting";
  };
  const answered = (): StepState => {
    if (answer && !isUnsent) return isOver ? "failed" : "done";
    // An effect without an answer happens: the charger acted and its answer was lost.
    return effectAt ? "skipped" : open(sentAt !== null);
  };
  return [
    {
      key: "sent",
      state: sentAt ? "done" : isUnsent ? "failed" : open(true),
      at: sentAt ?? (isUnsent ? answer.at : null),
    },
    { key: "answered", state: answered(), at: isUnsent ? null : (answer?.at ?? null) },
    { key: "inEffect", state: effectAt ? "done" : open(answer !== null), at: effectAt },
    {
      key: "inTime",
      state: isLate ? "failed" : effectAt ? "done" : isOver || deadlineAt === null ? "skipped" : "waiting",
      at: isLate ? deadlineAt : null,
    },
  ];
}
