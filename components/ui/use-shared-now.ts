"use client";

import { useNow } from "next-intl";
import { useSyncExternalStore } from "react";

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let current: Date | null = null;

/** The time, every ten seconds, for all who ask: thousands of rows with clocks of their own would never rest. */
export function useSharedNow(): Date {
  // What the server rendered with, until the browser's clock has taken over.
  const first = useNow();
  const now = useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
  return now ?? first;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    current = new Date();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
    current = null;
  };
}

function tick(): void {
  current = new Date();
  for (const listener of listeners) listener();
}
