import type { ReactNode } from "react";

/** The page's one `h1`, with the number of things on it. */
export function PageTitle({ children, count }: { children: ReactNode; count?: ReactNode }) {
  return (
    <h1 className="flex min-w-0 items-baseline gap-2 text-title font-semibold">
      <span className="truncate">{children}</span>
      {count !== undefined && <span className="text-section font-normal text-muted">{count}</span>}
    </h1>
  );
}
