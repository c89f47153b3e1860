import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type EmptyStateProps = {
  /** One sentence: what belongs here. */
  title: ReactNode;
  /** For "no results": the filters as chips to remove. Else one sentence of help. */
  children?: ReactNode;
  /** One button. */
  action?: ReactNode;
  /** One link to how it is done. */
  help?: ReactNode;
  className?: string;
};

/** Nothing here yet, or nothing that matches. */
export function EmptyState({ title, children, action, help, className }: EmptyStateProps) {
  return (
    <div data-slot="empty-state" className={cn("flex flex-col items-center gap-3 px-4 py-12 text-center", className)}>
      <p className="max-w-[60ch] text-body font-medium">{title}</p>
      {children && <div className="max-w-[60ch] text-dense text-muted">{children}</div>}
      {(action || help) && (
        <div className="flex flex-wrap items-center justify-center gap-3">
          {action}
          {help}
        </div>
      )}
    </div>
  );
}
