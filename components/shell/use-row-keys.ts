"use client";

import { type RefObject, useEffect } from "react";
import { isTyping } from "./is-typing.ts";
import { usePreferences } from "./preferences-provider.tsx";

const STEP: Readonly<Record<string, number>> = { j: 1, k: -1 };

/** j and k move the focus through the list's rows (`data-row-link`), while single keys are switched on. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const { hasShortcuts } = usePreferences();
  useEffect(() => {
    if (!hasShortcuts) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const step = STEP[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
      const at = links.findIndex((link) => link.closest("li, tr")?.contains(document.activeElement));
      const next = links[at === -1 ? 0 : at + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [hasShortcuts, list]);
}
