"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { loadPalette, onPaletteWanted, openPalette } from "./open-palette.ts";
import type { PaletteProps } from "./palette.tsx";

const Palette = lazy(loadPalette);

/** Listens for Ctrl or Command with K, also while something is typed. */
export function PaletteHost(props: Omit<PaletteProps, "onClose">) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => onPaletteWanted(() => setOpen(true)), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      openPalette();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    isOpen && (
      <Suspense>
        <Palette {...props} onClose={() => setOpen(false)} />
      </Suspense>
    )
  );
}
