import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export const buttonVariants = cva(
  "inline-flex max-w-full shrink-0 items-center justify-center gap-2 rounded-control border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-brand text-on-brand hover:bg-brand-hover",
        secondary: "border-line-strong bg-card text-fg hover:bg-hover",
        quiet: "border-transparent text-fg hover:bg-hover",
        danger: "border-fault-text bg-fault-tint text-fault-text hover:bg-fault-text hover:text-card",
      },
      size: {
        default: "min-h-8 px-3 text-body",
        small: "min-h-6 px-2 text-dense",
        icon: "size-8",
        driver: "min-h-14 w-full px-6 text-driver",
      },
    },
    defaultVariants: { variant: "secondary", size: "default" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Renders the one child (a link) with the button's look. */
    asChild?: boolean;
    /** Something is on its way: the button keeps its place and focus but does nothing. */
    busy?: boolean;
  };

/** A button; its label is a verb. Submits a form only with `type="submit"`. */
export function Button({ className, variant, size, asChild = false, busy = false, onClick, ...props }: ButtonProps) {
  const shared = {
    "data-slot": "button",
    className: cn(buttonVariants({ variant, size }), busy && "cursor-progress opacity-60", className),
  };
  if (asChild) return <Slot.Root {...shared} onClick={onClick} {...props} />;
  return (
    <button
      type="button"
      {...shared}
      aria-disabled={busy || undefined}
      {...props}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}
