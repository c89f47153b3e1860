"use client";

import { CircleAlert, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

type ErrorStateProps = {
  /** What happened, in the reader's words. */
  cause: ReactNode;
  /** What they can do. */
  advice: ReactNode;
  /** What support can search for. */
  code: string;
  onRetry?: () => void;
  isRetrying?: boolean;
  className?: string;
};

/** An error where it happened: cause, what to do, code, retry. What was already on screen stays beside it. */
export function ErrorState({ cause, advice, code, onRetry, isRetrying = false, className }: ErrorStateProps) {
  const t = useTranslations("ui");
  return (
    <div
      data-slot="error-state"
      role="alert"
      className={cn("flex items-start gap-3 rounded-card border border-fault-text bg-fault-tint p-4", className)}
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-fault-text" />
      <div className="flex min-w-0 flex-col gap-2">
        <p className="max-w-[75ch] font-medium text-fault-text">{cause}</p>
        <p className="max-w-[75ch]">{advice}</p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          {onRetry && (
            <Button onClick={onRetry} busy={isRetrying}>
              <RotateCw aria-hidden="true" />
              {t("retry")}
            </Button>
          )}
          <span className="flex items-center gap-1 text-meta text-muted">
            {t("errorCode")} <code className="font-mono text-code break-all text-fg">{code}</code>
            <CopyButton text={code} label={t("copyCode")} />
          </span>
        </div>
      </div>
    </div>
  );
}
