"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

/** Open state belongs to the caller, who keeps it in the URL: a drawer is a place one can link to. */
export const Drawer = Radix.Root;
export const DrawerTrigger = Radix.Trigger;
export const DrawerClose = Radix.Close;

const SIDE = {
  right: "right-0 w-full max-w-[45rem] min-w-0 animate-from-right border-l sm:w-[40rem]",
  left: "left-0 w-72 max-w-[85vw] animate-from-left border-r",
} as const;

type DrawerContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  /** Beside the close button: previous, next, open as page. */
  actions?: ReactNode;
  side?: keyof typeof SIDE;
};

/** A sheet at the window's side (details right, navigation left). The list behind it stays where it is. */
export function DrawerContent({ title, actions, side = "right", className, children, ...props }: DrawerContentProps) {
  const t = useTranslations("ui");
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
      <Radix.Content
        data-slot="drawer-content"
        aria-describedby={undefined}
        className={cn("fixed inset-y-0 z-50 flex flex-col bg-card shadow-overlay outline-none", SIDE[side], className)}
        {...props}
      >
        <header className="flex min-h-14 items-center justify-between gap-2 border-b px-4 py-2">
          <Radix.Title className="min-w-0 truncate text-section font-semibold">{title}</Radix.Title>
          <div className="flex shrink-0 items-center gap-1">
            {actions}
            <Radix.Close
              aria-label={t("close")}
              className="inline-flex size-8 items-center justify-center rounded-control hover:bg-hover"
            >
              <X aria-hidden="true" className="size-4" />
            </Radix.Close>
          </div>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      </Radix.Content>
    </Radix.Portal>
  );
}
