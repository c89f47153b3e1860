"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { isToasterWanted, onToasterWanted } from "./toast-error.ts";

const SonnerToaster = lazy(() => import("./sonner-toaster.tsx"));

/** Nothing until there is something to say. */
export function Toaster() {
  const isWanted = useSyncExternalStore(onToasterWanted, isToasterWanted, () => false);
  return (
    isWanted && (
      <Suspense>
        <SonnerToaster />
      </Suspense>
    )
  );
}
