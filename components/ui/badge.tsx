import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export const badgeVariants = cva(
  "inline-flex h-5.5 max-w-full items-center gap-1.5 rounded-control px-1.5 text-dense font-state whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        info: "bg-charging-tint text-charging-text",
        success: "bg-free-tint text-free-text",
        warning: "bg-waiting-tint text-waiting-text",
        error: "bg-fault-tint text-fault-text",
        muted: "bg-out-tint text-out-text",
        plain: "border bg-card text-fg",
      },
    },
    defaultVariants: { tone: "muted" },
  },
);

/** A short word with a tone. Colour alone says nothing: the word, or a word with an icon, carries the meaning. */
export function Badge({ className, tone, ...props }: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ tone }), className)} {...props} />;
}
