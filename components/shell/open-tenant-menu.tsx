"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import type { TenantMembership } from "../../server/handle.ts";
import { switchTenant } from "../auth/switch-tenant.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { toastError } from "./toast-error.ts";
import { loadToaster } from "./toaster.tsx";

export type TenantMenuProps = {
  readonly current: TenantMembership;
  readonly tenants: readonly TenantMembership[];
  /** What the trigger shows, and how it looks. */
  readonly face: ReactNode;
  readonly look: string;
};

/** The companies that one may act for. */
export default function OpenTenantMenu({
  current,
  tenants,
  face,
  look,
  defaultOpen,
}: TenantMenuProps & { defaultOpen: boolean }) {
  const t = useTranslations("shell");
  const [isBusy, setBusy] = useState(false);
  useEffect(() => void loadToaster(), []);
  const change = async (tenantId: string) => {
    if (tenantId === current.id) return;
    setBusy(true);
    try {
      await switchTenant(tenantId);
    } catch (error) {
      console.error(error);
      toastError(t("switchTenantFailed"));
      setBusy(false);
    }
  };
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger disabled={isBusy} className={look} aria-label={t("switchTenant", { tenant: current.name })}>
        {face}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuLabel>{t("tenants")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={current.id} onValueChange={change}>
          {tenants.map(({ id, name }) => (
            <DropdownMenuRadioItem key={id} value={id}>
              {name}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
