import type { ComponentProps } from "react";

/** Not every browser lets the Tab key reach what scrolls, so the region takes the focus itself (WCAG 2.1.1). */
const FOCUSABLE = { tabIndex: 0 } as const;

/** An area that scrolls on its own, by keyboard as well. `label` names it for screen readers. */
export function ScrollRegion({ label, ...props }: Omit<ComponentProps<"section">, "aria-label"> & { label: string }) {
  return <section data-slot="scroll-region" {...FOCUSABLE} aria-label={label} {...props} />;
}
