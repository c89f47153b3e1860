"use client";

import { useTranslations } from "next-intl";
import { Drawer, DrawerContent } from "../ui/drawer.tsx";
import { NavList } from "./nav-list.tsx";
import { TenantSwitcher, type TenantSwitcherProps } from "./tenant-switcher.tsx";
import { UserMenu, type UserMenuProps } from "./user-menu.tsx";

type MobileMenuProps = {
  readonly tenants: TenantSwitcherProps;
  readonly user: UserMenuProps;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
};

/** Navigation below 768 px: a sheet. */
export default function MobileMenu({ tenants, user, isOpen, onOpenChange }: MobileMenuProps) {
  const t = useTranslations("shell");
  return (
    <Drawer open={isOpen} onOpenChange={onOpenChange}>
      <DrawerContent side="left" title={t("menu")}>
        <div className="flex h-full flex-col gap-3">
          <TenantSwitcher {...tenants} />
          <div className="flex-1">
            <NavList onNavigate={() => onOpenChange(false)} />
          </div>
          <UserMenu {...user} />
        </div>
      </DrawerContent>
    </Drawer>
  );
}
