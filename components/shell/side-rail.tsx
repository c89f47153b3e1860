"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { NavList } from "./nav-list.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { usePreferences } from "./preferences-provider.tsx";
import { TenantSwitcher, type TenantSwitcherProps } from "./tenant-switcher.tsx";
import { UserMenu, type UserMenuProps } from "./user-menu.tsx";

/** What rail and sheet both hold. */
export type ShellParts = { tenants: TenantSwitcherProps; user: UserMenuProps; permissions: readonly string[] };

/** Navigation of the back office from 768 px up: 224 px wide, or 56 px with icons only. */
export function SideRail({ tenants, user, permissions }: ShellParts) {
  const t = useTranslations("shell");
  const { rail, set } = usePreferences();
  const isNarrow = rail === "narrow";
  const Toggle = isNarrow ? PanelLeftOpen : PanelLeftClose;
  return (
    <aside
      data-slot="side-rail"
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col gap-3 border-r bg-card p-2 md:flex print:hidden",
        isNarrow ? "w-14" : "w-56",
      )}
    >
      <TenantSwitcher {...tenants} isNarrow={isNarrow} />
      <PaletteButton isNarrow={isNarrow} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <NavList permissions={permissions} isNarrow={isNarrow} />
      </div>
      <div className={cn("flex items-center gap-1 border-t pt-2", isNarrow && "flex-col")}>
        <UserMenu {...user} isNarrow={isNarrow} />
        <Button
          variant="quiet"
          size="icon"
          aria-label={t(isNarrow ? "expandRail" : "collapseRail")}
          onClick={() => set("rail", isNarrow ? "wide" : "narrow")}
        >
          <Toggle aria-hidden="true" />
        </Button>
      </div>
    </aside>
  );
}
