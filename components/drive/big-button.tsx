import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";

const LOOK =
  "flex min-h-14 w-full items-center justify-center gap-2 rounded-card px-6 text-center text-driver font-semibold aria-disabled:cursor-progress aria-disabled:opacity-60";
const PRIMARY = "bg-brand text-on-brand hover:bg-brand-hover";
const QUIET = "border border-line-strong bg-card text-fg hover:bg-hover";
const lookOf = (isQuiet: boolean, className?: string): string => clsx(LOOK, isQuiet ? QUIET : PRIMARY, className);

type BigButtonProps = ComponentProps<"button"> & { busy?: boolean; quiet?: boolean };

/** The page's one primary action, as large as a cold thumb needs. Busy, it keeps its place and does nothing. */
export function BigButton({ busy = false, quiet = false, className, onClick, ...props }: BigButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      className={lookOf(quiet, className)}
      {...props}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}

export function BigLink({ quiet = false, className, ...props }: ComponentProps<typeof Link> & { quiet?: boolean }) {
  return <Link className={lookOf(quiet, className)} {...props} />;
}
