"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, type RefObject, useRef } from "react";
import { cn } from "./cn.ts";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

type DialogContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  /** What has the focus first; else what comes first. */
  initialFocus?: RefObject<HTMLElement | null>;
};

/** A modal window with its name on top. Closed, it gives the focus back to what had it. */
export function DialogContent({ title, description, className, initialFocus, children, ...props }: DialogContentProps) {
  const t = useTranslations("ui");
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
      <Radix.Content
        data-slot="dialog-content"
        onOpenAutoFocus={(event) => {
          opener.current = document.activeElement;
          if (!initialFocus?.current) return;
          event.preventDefault();
          initialFocus.current.focus();
        }}
        onCloseAutoFocus={(event) => {
          // Radix knows its own trigger only. Where a click gives no focus (Safari), the body had it.
          const { current } = opener;
          if (!(current instanceof HTMLElement) || current === document.body || !current.isConnected) return;
          event.preventDefault();
          current.focus();
        }}
        className={cn(
          "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-1/2 animate-fade flex-col gap-4 overflow-y-auto rounded-card border bg-card p-6 shadow-overlay outline-none",
          className,
        )}
        // Radix is told that no description is missing.
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
      >
        <header className="flex items-start justify-between gap-4">
          <div className="flex min-w-0 flex-col gap-1">
            <Radix.Title className="text-section font-semibold">{title}</Radix.Title>
            {description && (
              <Radix.Description className="max-w-[75ch] text-body text-muted">{description}</Radix.Description>
            )}
          </div>
          <Radix.Close
            aria-label={t("close")}
            className="-m-1 inline-flex size-8 shrink-0 items-center justify-center rounded-control hover:bg-hover"
          >
            <X aria-hidden="true" className="size-4" />
          </Radix.Close>
        </header>
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

/** The row of buttons at a dialog's end: what leads away left of what acts. */
export function DialogActions({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("flex flex-wrap justify-end gap-2", className)} {...props} />;
}
