import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type KeyFigureProps = {
  label: ReactNode;
  /** Formatted for the reader's locale; an em dash when unknown, never a zero. */
  value: ReactNode;
  unit?: ReactNode;
  /** Of when it is, or what it is compared with. */
  note?: ReactNode;
  isStale?: boolean;
  className?: string;
};

/** One number with its meaning: label, value, unit, and of when it is. */
export function KeyFigure({ label, value, unit, note, isStale = false, className }: KeyFigureProps) {
  return (
    <dl data-slot="key-figure" className={cn("flex flex-col rounded-card border bg-card px-4 py-3", className)}>
      <dt className="text-dense text-muted">{label}</dt>
      <dd className={cn("text-figure font-semibold", isStale && "text-muted")}>
        {value}
        {unit && <span className="ml-1 text-body font-normal text-muted">{unit}</span>}
      </dd>
      {note && <dd className="text-meta text-muted">{note}</dd>}
    </dl>
  );
}
