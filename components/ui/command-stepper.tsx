"use client";

import { useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type CommandProgress, type CommandStep, commandSteps, type StepState } from "./command-steps.ts";
import { Stepper } from "./stepper.tsx";

const IN_TIME_LABEL = {
  done: "inTime",
  current: "timeLimit",
  waiting: "timeLimit",
  failed: "timedOut",
  skipped: "closed",
} as const satisfies Record<StepState, string>;

type CommandStepperProps = {
  progress: CommandProgress;
  /** Names the command and its target: "Remote start, connector 2". */
  label: string;
  /** Why the charger refused, or what it said; or why it was not sent. */
  answerDetail?: ReactNode;
};

/** A command's conversation with a charge point in four visible steps, with the seconds left while it waits. */
export function CommandStepper({ progress, label, answerDetail }: CommandStepperProps) {
  const t = useTranslations("command");
  const now = useNow({ updateInterval: 1000 });
  const steps = commandSteps(progress, now);
  const msLeft = progress.deadlineAt === null ? 0 : progress.deadlineAt.getTime() - now.getTime();
  const secondsLeft = Math.max(0, Math.ceil(msLeft / 1000));
  const isUnsent = steps.some(({ key, state }) => key === "sent" && state === "failed");
  const labelOf = ({ key, state }: CommandStep): string => {
    if (key === "sent") return t(state === "done" ? "sent" : state === "failed" ? "notSent" : "sending");
    if (key === "inEffect") return t("inEffect");
    if (key === "inTime") return t(IN_TIME_LABEL[state]);
    if (state === "failed") return t(progress.answer?.kind === "error" ? "answeredError" : "refused");
    return t(state === "done" ? "accepted" : state === "skipped" ? "noAnswer" : "answer");
  };
  return (
    <Stepper
      label={label}
      steps={steps.map((step) => ({
        key: step.key,
        label: labelOf(step),
        state: step.state,
        at: step.at,
        detail:
          step.key === (isUnsent ? "sent" : "answered")
            ? answerDetail
            : step.key === "inTime" && step.state === "waiting" && t("secondsLeft", { seconds: secondsLeft }),
      }))}
    />
  );
}
