"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** What the control must carry, so that label, help and error are read with it. */
export type FieldControl = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  label: ReactNode;
  help?: ReactNode;
  /** In words: what is wrong and what would be right. */
  error?: ReactNode;
  className?: string;
  children: (control: FieldControl) => ReactNode;
};

/** Label above, help below, error under the control. */
export function Field({ label, help, error, className, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const describedBy = [help && helpId, error && errorId].filter(Boolean).join(" ");
  return (
    <div data-slot="field" className={cn("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="text-dense font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined })}
      {help && (
        <p id={helpId} className="max-w-[75ch] text-meta text-muted">
          {help}
        </p>
      )}
      {error && (
        <p id={errorId} className="flex max-w-[75ch] items-start gap-1 text-meta text-fault-text">
          <CircleAlert aria-hidden="true" className="size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}
