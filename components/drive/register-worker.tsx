"use client";

import { useEffect } from "react";

/** Registers the worker that opens the app without a network. Where browsers refuse it the app works all the same, online. */
export function RegisterWorker({ base }: { base: string }) {
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker
      .register(`${base}/drive/sw.js`, { scope: `${base}/drive` })
      .catch((error: unknown) => console.warn("no offline start", error));
  }, [base]);
  return null;
}
