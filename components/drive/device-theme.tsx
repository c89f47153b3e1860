"use client";

import { useEffect } from "react";

/** Drivers' pages are as light or dark as the device, from before the first paint, and as it changes. No choice, so no library. */
const FOLLOW = `(()=>{const q=matchMedia("(prefers-color-scheme: dark)"),s=()=>{document.documentElement.dataset.theme=q.matches?"dark":"light"};s();q.addEventListener("change",s)})()`;

export function DeviceTheme() {
  // A page that is not found is drawn by the browser, where scripts in markup do not run.
  useEffect(() => {
    document.documentElement.dataset.theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }, []);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: our own words, the same on every page
  return <script dangerouslySetInnerHTML={{ __html: FOLLOW }} />;
}
