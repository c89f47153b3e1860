import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { PageTitle } from "./page-title.tsx";

type PageHeadProps = {
  title: ReactNode;
  count?: ReactNode;
  filters?: ReactNode;
  /** One primary action at most. */
  action?: ReactNode;
  className?: string;
};

/** Top of a back-office page: title with count, filters, one primary action. */
export function PageHead({ title, count, filters, action, className }: PageHeadProps) {
  return (
    <header data-slot="page-head" className={cn("flex flex-col gap-3 pb-4", className)}>
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-3">
        <PageTitle count={count}>{title}</PageTitle>
        {action && <div className="print:hidden">{action}</div>}
      </div>
      {filters && <div className="flex flex-wrap items-center gap-2 print:hidden">{filters}</div>}
    </header>
  );
}
