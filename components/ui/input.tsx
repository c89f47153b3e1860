import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A one-line text field. Give it a label through `Field`. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      data-slot="input"
      className={cn(
        "h-8 w-full min-w-0 rounded-control border border-line-strong bg-card px-2.5 text-body text-fg placeholder:text-muted disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-fault-text",
        className,
      )}
      {...props}
    />
  );
}
