"use client";

import { useTranslations } from "next-intl";
import { Drawer, DrawerContent } from "../ui/drawer.tsx";
import { NavList } from "./nav-list.tsx";
import type { ShellParts } from "./side-rail.tsx";
import { TenantSwitcher } from "./tenant-switcher.tsx";
import { UserMenu } from "./user-menu.tsx";

type MobileMenuProps = ShellParts & {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
};

/** Navigation below 768 px: a sheet. */
export default function MobileMenu({ tenants, user, permissions, isOpen, onOpenChange }: MobileMenuProps) {
  const t = useTranslations("shell");
  return (
    <Drawer open={isOpen} onOpenChange={onOpenChange}>
      <DrawerContent side="left" title={t("menu")}>
        <div className="flex h-full flex-col gap-3">
          <TenantSwitcher {...tenants} />
          <div className="min-h-0 flex-1 overflow-y-auto">
            <NavList permissions={permissions} onNavigate={() => onOpenChange(false)} />
          </div>
          <UserMenu {...user} />
        </div>
      </DrawerContent>
    </Drawer>
  );
}
