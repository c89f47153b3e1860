"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";

type FilterChipProps = {
  /** What it narrows: "Site". */
  label: string;
  value: ReactNode;
  /** What the button does, in full: "Remove filter: Site". */
  removeLabel: string;
  onRemove: () => void;
};

/** One active filter, to be seen and taken away. */
export function FilterChip({ label, value, removeLabel, onRemove }: FilterChipProps) {
  return (
    <span
      data-slot="filter-chip"
      className="inline-flex h-7 max-w-full items-center gap-1 rounded-control border border-line-strong bg-card pl-2 text-dense"
    >
      <span className="text-muted">{label}:</span>
      <span className="truncate font-medium text-fg">{value}</span>
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="inline-flex size-6.5 shrink-0 items-center justify-center rounded-control hover:bg-hover"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </span>
  );
}
