import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "../ui/cn.ts";

const LOOK =
  "flex min-h-14 w-full items-center justify-center gap-2 rounded-card bg-brand px-6 text-center text-driver font-semibold text-on-brand hover:bg-brand-hover aria-disabled:cursor-progress aria-disabled:opacity-60";
const QUIET = "border border-line-strong bg-card text-fg hover:bg-hover";

type BigButtonProps = ComponentProps<"button"> & { busy?: boolean; quiet?: boolean };

/** The page's one primary action, as large as a cold thumb needs. Busy, it keeps its place and does nothing. */
export function BigButton({ busy = false, quiet = false, className, onClick, ...props }: BigButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      className={cn(LOOK, quiet && QUIET, className)}
      {...props}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}

export function BigLink({ quiet = false, className, ...props }: ComponentProps<typeof Link> & { quiet?: boolean }) {
  return <Link className={cn(LOOK, quiet && QUIET, className)} {...props} />;
}
