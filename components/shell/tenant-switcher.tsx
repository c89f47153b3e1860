"use client";

import { Building2, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { TenantMembership } from "../../server/handle.ts";
import { switchTenant } from "../auth/switch-tenant.ts";
import { cn } from "../ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";

export type TenantSwitcherProps = {
  current: TenantMembership;
  tenants: readonly TenantMembership[];
  /** The company's icon. */
  iconUrl: string | null;
  isNarrow?: boolean;
};

/** Whose back office this is. With more than one tenant it is a menu to change it. */
export function TenantSwitcher({ current, tenants, iconUrl, isNarrow = false }: TenantSwitcherProps) {
  const t = useTranslations("shell");
  const [isBusy, setBusy] = useState(false);
  const name = (
    <>
      {iconUrl ? (
        // biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already
        <img src={iconUrl} alt="" className="-mx-0.5 size-5 shrink-0 rounded-[4px]" />
      ) : (
        <Building2 aria-hidden="true" className="size-4 shrink-0 text-muted" />
      )}
      <span className={isNarrow ? "sr-only" : "min-w-0 flex-1 truncate text-left font-semibold"}>{current.name}</span>
    </>
  );
  const look = "flex h-10 w-full min-w-0 items-center gap-3 rounded-control px-2.5";
  if (tenants.length < 2) return <div className={look}>{name}</div>;
  const change = async (tenantId: string) => {
    if (tenantId === current.id) return;
    setBusy(true);
    try {
      await switchTenant(tenantId);
    } catch (error) {
      console.error(error);
      toast.error(t("switchTenantFailed"));
      setBusy(false);
    }
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        disabled={isBusy}
        className={cn(look, "hover:bg-hover disabled:opacity-50")}
        aria-label={t("switchTenant", { tenant: current.name })}
      >
        {name}
        {!isNarrow && <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuLabel>{t("tenants")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={current.id} onValueChange={change}>
          {tenants.map(({ id, name: tenantName }) => (
            <DropdownMenuRadioItem key={id} value={id}>
              {tenantName}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
