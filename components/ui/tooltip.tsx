"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

type TooltipProps = {
  content: ReactNode;
  /** One element that takes focus, or a text that gets `tabIndex={0}`: a tooltip must open by keyboard as well. */
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
};

/** More about what is already there. Never the only place of something needed: touch has no hover. */
export function Tooltip({ content, children, side = "top" }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            data-slot="tooltip"
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-80 animate-fade rounded-control bg-fg px-2 py-1 text-meta text-bg shadow-overlay"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
