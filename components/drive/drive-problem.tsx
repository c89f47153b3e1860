"use client";

import { CircleAlert, Phone } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { errorSupportCode } from "../api/error-kind.ts";
import { useBase } from "./base.tsx";
import { PhoneLink } from "./phone-link.tsx";
import { wordsFor } from "./problem-words.ts";

type BoxProps = {
  title: ReactNode;
  advice: ReactNode;
  /** What support searches for. */
  code: string;
  action?: ReactNode;
};

/** What failed, in words, what to do, whom to call, and the code to tell them. */
export function ProblemBox({ title, advice, code, action }: BoxProps) {
  const t = useTranslations("drive");
  const { phone } = useBase();
  return (
    <div
      role="alert"
      data-slot="problem"
      className="flex flex-col gap-2 rounded-card border border-fault-text bg-fault-tint p-4"
    >
      <p className="flex items-start gap-2 font-semibold text-fault-text">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
        {title}
      </p>
      <p>{advice}</p>
      {action}
      {phone && (
        <PhoneLink phone={phone}>
          <Phone aria-hidden="true" className="size-5" />
          {t("call", { phone })}
        </PhoneLink>
      )}
      <p className="text-body text-muted">
        {t("supportCode")} <code className="font-mono text-code text-fg">{code}</code>
      </p>
    </div>
  );
}

/** A request that failed. */
export function DriveProblem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations("drive");
  const kind = wordsFor(error);
  return (
    <ProblemBox
      title={t(`problem.${kind}.title`)}
      advice={t(`problem.${kind}.advice`)}
      code={errorSupportCode(error)}
      action={
        onRetry && (
          <button
            type="button"
            onClick={onRetry}
            className="min-h-12 rounded-card border border-line-strong bg-card px-4 font-medium"
          >
            {t("retry")}
          </button>
        )
      }
    />
  );
}
