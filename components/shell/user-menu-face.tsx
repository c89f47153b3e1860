import { CircleUser } from "lucide-react";
import { cn } from "../ui/cn.ts";

export type UserMenuProps = { name: string; email: string; isNarrow?: boolean };

export const userMenuLook = (isNarrow: boolean): string =>
  cn(
    "flex h-10 min-w-0 items-center gap-3 rounded-control px-2.5 hover:bg-hover",
    isNarrow ? "justify-center" : "flex-1",
  );

/** What the trigger shows, with the menu and before it is loaded. */
export function UserMenuFace({ name, isNarrow }: { name: string; isNarrow: boolean }) {
  return (
    <>
      <CircleUser aria-hidden="true" className="size-4 shrink-0 text-muted" />
      {!isNarrow && <span className="min-w-0 truncate">{name}</span>}
    </>
  );
}
