"use client";

import { Check, CircleDashed, LoaderCircle, Minus, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import type { StepState } from "./command-steps.ts";

export type Step = {
  key: string;
  label: ReactNode;
  state: StepState;
  at?: Date | null;
  /** The charger's own words, a countdown, a reason. */
  detail?: ReactNode;
};

const ICON = { done: Check, current: LoaderCircle, waiting: CircleDashed, failed: X, skipped: Minus } as const;

const TONE = {
  done: "text-free-text",
  current: "text-charging-text",
  waiting: "text-muted",
  failed: "text-fault-text",
  skipped: "text-muted",
} as const satisfies Record<StepState, string>;

/** Steps one below the other, each with its state as icon and word, and the time it happened. */
export function Stepper({ steps, label }: { steps: readonly Step[]; label: string }) {
  const t = useTranslations("ui.step");
  const format = useFormatter();
  return (
    <ol data-slot="stepper" aria-label={label} aria-live="polite" className="flex flex-col gap-2">
      {steps.map(({ key, label: stepLabel, state, at, detail }) => {
        const Icon = ICON[state];
        return (
          <li
            key={key}
            data-state={state}
            aria-current={state === "current" ? "step" : undefined}
            className={cn("flex items-start gap-2", TONE[state])}
          >
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", state === "current" && "animate-spin")} />
            <div className="min-w-0 flex-1">
              <span className={cn(state !== "waiting" && state !== "skipped" && "font-medium")}>{stepLabel}</span>
              <span className="sr-only"> ({t(state)})</span>
              {detail && <div className="text-dense text-muted">{detail}</div>}
            </div>
            {at && (
              <time dateTime={at.toISOString()} className="shrink-0 text-dense text-muted">
                {format.dateTime(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" })}
              </time>
            )}
          </li>
        );
      })}
    </ol>
  );
}
