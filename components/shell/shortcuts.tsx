"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { isTyping } from "./is-typing.ts";
import { type KeyPress, NO_SEQUENCE, stepSequence } from "./key-sequence.ts";
import { NAV_ITEMS } from "./nav-items.ts";
import { usePreferences } from "./preferences-provider.tsx";

const ShortcutsDialog = lazy(() => import("./shortcuts-dialog.tsx"));

/** A page's own search field carries this attribute, so that `/` finds it. */
const SEARCH_SELECTOR = "[data-page-search]";

/** Listens for the back office's keys while they are switched on, and shows their list on `?`. */
export function Shortcuts() {
  const { hasShortcuts } = usePreferences();
  const [isListOpen, setListOpen] = useState(false);
  const router = useRouter();
  const state = useRef(NO_SEQUENCE);
  useEffect(() => {
    if (!hasShortcuts) return;
    const actions: Readonly<Record<string, () => void>> = {
      "?": () => setListOpen(true),
      "/": () => document.querySelector<HTMLElement>(SEARCH_SELECTOR)?.focus(),
      ...Object.fromEntries(
        NAV_ITEMS.flatMap(({ shortcut, href }) => (shortcut ? [[`g ${shortcut}`, () => router.push(href)]] : [])),
      ),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const step = stepSequence(state.current, toKeyPress(event), Object.keys(actions));
      state.current = step.state;
      const action = step.match === null ? undefined : actions[step.match];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [hasShortcuts, router]);
  return (
    isListOpen && (
      <Suspense>
        <ShortcutsDialog open onOpenChange={setListOpen} />
      </Suspense>
    )
  );
}

function toKeyPress(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    atMs: event.timeStamp,
    hasModifier: event.ctrlKey || event.metaKey || event.altKey,
    isTyping: isTyping(event.target),
  };
}
