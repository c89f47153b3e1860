"use client";

import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Drawer, DrawerContent, DrawerTrigger } from "../ui/drawer.tsx";
import { NavList } from "./nav-list.tsx";
import type { ShellParts } from "./side-rail.tsx";
import { TenantSwitcher } from "./tenant-switcher.tsx";
import { UserMenu } from "./user-menu.tsx";

/** Below 768 px the rail is a sheet that opens from a bar on top. */
export function MobileBar({ tenants, user, permissions }: ShellParts) {
  const t = useTranslations("shell");
  const [isOpen, setOpen] = useState(false);
  return (
    <header
      data-slot="mobile-bar"
      className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-card px-2 md:hidden print:hidden"
    >
      <Drawer open={isOpen} onOpenChange={setOpen}>
        <DrawerTrigger asChild>
          <Button variant="quiet" size="icon" aria-label={t("openMenu")}>
            <Menu aria-hidden="true" />
          </Button>
        </DrawerTrigger>
        <DrawerContent side="left" title={t("menu")}>
          <div className="flex h-full flex-col gap-3">
            <TenantSwitcher {...tenants} />
            <div className="min-h-0 flex-1 overflow-y-auto">
              <NavList permissions={permissions} onNavigate={() => setOpen(false)} />
            </div>
            <UserMenu {...user} />
          </div>
        </DrawerContent>
      </Drawer>
      <span className="min-w-0 truncate font-medium">{tenants.current.name}</span>
    </header>
  );
}
