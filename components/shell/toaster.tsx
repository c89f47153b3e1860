"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { isToasterWanted, onToasterWanted } from "./toast-error.ts";

/** Fetches the toaster's code, ahead of what may fail for want of a network: then it could not be fetched any more. */
export const loadToaster = () => import("./sonner-toaster.tsx");
const SonnerToaster = lazy(loadToaster);

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
