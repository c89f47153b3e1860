import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The device's own list to choose from: quickest by keyboard and touch, and enough for short lists of words. */
export function NativeSelect({ className, ...props }: ComponentProps<"select">) {
  return (
    <select
      data-slot="native-select"
      className={cn(
        "h-8 min-w-0 rounded-control border border-line-strong bg-card px-2 text-body text-fg disabled:cursor-not-allowed disabled:opacity-50",
        className,
      )}
      {...props}
    />
  );
}
