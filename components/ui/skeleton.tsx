import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Holds the place of data that is on its way: give it the size of what will be there. Hidden from screen readers. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="skeleton"
      aria-hidden="true"
      className={cn("animate-late rounded-control bg-out-tint", className)}
      {...props}
    />
  );
}
