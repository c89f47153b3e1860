"use client";

import { clsx } from "clsx";
import { Check, CircleDashed, LoaderCircle, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

type Start = RouterOutputs["drive"]["getStart"];
const STEPS = ["asking", "accepted", "started", "charging"] as const;
type Step = (typeof STEPS)[number];
type State = "done" | "current" | "waiting" | "failed";

const ICON = { done: Check, current: LoaderCircle, waiting: CircleDashed, failed: X } as const;
const TONE = {
  done: "text-free-text",
  current: "text-charging-text font-medium",
  waiting: "text-muted",
  failed: "text-fault-text font-medium",
} as const;
/** How long a station may take to answer (OCPP_CALL_TIMEOUT_MS of the server). */
const ANSWER_MS = 30_000;

/** Whether a step of a start is over, under way, to come, or where it ended. */
export function stateOfStep(step: Step, start: Pick<Start, "step" | "failure" | "answeredAt">): State {
  const at = STEPS.indexOf(step);
  if (start.step === "failed") {
    // It was accepted and nothing came of it; or there was no yes.
    const failedAt = start.failure === "notStarted" ? STEPS.indexOf("started") : STEPS.indexOf("accepted");
    return at < failedAt ? "done" : at === failedAt ? "failed" : "waiting";
  }
  const reached = STEPS.indexOf(start.step);
  // The question is asked as soon as the page shows it; what is awaited is the step after the last that was reached.
  if (at <= reached) return "done";
  return at === reached + 1 ? "current" : "waiting";
}

export function StartSteps({ start, now }: { start: Start; now: number }) {
  const t = useTranslations("drive.steps");
  const secondsLeft = Math.max(0, Math.ceil((Date.parse(start.askedAt) + ANSWER_MS - now) / 1000));
  const detailOf = (step: Step, state: State): string | null => {
    if (state !== "current") return null;
    if (step === "accepted") return t("countdown", { seconds: secondsLeft });
    if (step === "started") return t(start.connectorStatus === "Preparing" ? "waitForCar" : "plugIn");
    return t("waitForPower");
  };
  return (
    <ol aria-live="polite" data-slot="start-steps" className="flex flex-col gap-3 rounded-card border bg-card p-4">
      {STEPS.map((step) => {
        const state = stateOfStep(step, start);
        const Icon = ICON[state];
        const detail = detailOf(step, state);
        return (
          <li key={step} data-state={state} className={clsx("flex items-start gap-3", TONE[state])}>
            <Icon
              aria-hidden="true"
              className={clsx("mt-0.5 size-5 shrink-0", state === "current" && "animate-spin")}
            />
            <span>
              {t(`${step}.${state === "done" ? "done" : "open"}`)}
              <span className="sr-only"> ({t(`state.${state}`)})</span>
              {detail && <span className="block text-body font-normal text-muted">{detail}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
