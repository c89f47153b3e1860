"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { loadPalette, openPalette } from "./open-palette.ts";

/** Opens the palette. */
export function PaletteButton({ isNarrow = false, className }: { isNarrow?: boolean; className?: string }) {
  const t = useTranslations("shell.palette");
  return (
    <Button
      variant={isNarrow ? "quiet" : "secondary"}
      size={isNarrow ? "icon" : "small"}
      aria-label={isNarrow ? t("open") : undefined}
      aria-haspopup="dialog"
      onPointerEnter={() => void loadPalette()}
      onFocus={() => void loadPalette()}
      onClick={openPalette}
      className={cn(!isNarrow && "justify-start text-muted", className)}
    >
      <Search aria-hidden="true" />
      {!isNarrow && (
        <>
          <span className="flex-1 text-left">{t("open")}</span>
          <kbd className="font-mono text-code">Ctrl K</kbd>
        </>
      )}
    </Button>
  );
}
