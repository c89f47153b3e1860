"use client";

import { useLocale } from "next-intl";
import { useEffect } from "react";

/** Registers the worker that opens the app without a network. Where browsers refuse it the app works all the same, online. */
export function RegisterWorker({ base }: { base: string }) {
  const language = useLocale();
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    // Workers see no cookie. Under another address it is installed anew, and so keeps its page in the language of now.
    navigator.serviceWorker
      .register(`${base}/drive/sw.js?language=${language}`, { scope: `${base}/drive` })
      .catch((error: unknown) => console.warn("no offline start", error));
  }, [base, language]);
  return null;
}
