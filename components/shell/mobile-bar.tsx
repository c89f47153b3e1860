"use client";

import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "../ui/button.tsx";
import { PaletteButton } from "./palette-button.tsx";
import type { ShellParts } from "./side-rail.tsx";

const load = () => import("./mobile-menu.tsx");
const MobileMenu = lazy(load);

/** Below 768 px the rail is a sheet that opens from a bar on top. */
export function MobileBar({ tenants, user, permissions }: ShellParts) {
  const t = useTranslations("shell");
  /** Null until it is opened for the first time: then its code comes. */
  const [isOpen, setOpen] = useState<boolean | null>(null);
  return (
    <header
      data-slot="mobile-bar"
      className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-card px-2 md:hidden print:hidden"
    >
      <Button
        variant="quiet"
        size="icon"
        aria-label={t("openMenu")}
        aria-haspopup="dialog"
        aria-expanded={isOpen === true}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden="true" />
      </Button>
      {isOpen !== null && (
        <Suspense>
          <MobileMenu tenants={tenants} user={user} permissions={permissions} isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
      <span className="min-w-0 flex-1 truncate font-medium">{tenants.current.name}</span>
      <PaletteButton isNarrow />
    </header>
  );
}
