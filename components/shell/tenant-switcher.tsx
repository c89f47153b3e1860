"use client";

import { Building2, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy } from "react";
import type { TenantMembership } from "../../server/handle.ts";
import { cn } from "../ui/cn.ts";
import { LazyMenu } from "../ui/lazy-menu.tsx";

export type TenantSwitcherProps = {
  current: TenantMembership;
  tenants: readonly TenantMembership[];
  /** The company's icon. */
  iconUrl: string | null;
  isNarrow?: boolean;
};

const load = () => import("./open-tenant-menu.tsx");
const OpenTenantMenu = lazy(load);

/** Whose back office this is. With more than one tenant it is a menu to change it. */
export function TenantSwitcher({ current, tenants, iconUrl, isNarrow = false }: TenantSwitcherProps) {
  const t = useTranslations("shell");
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
  const frame = "flex h-10 w-full min-w-0 items-center gap-3 rounded-control px-2.5";
  if (tenants.length < 2) return <div className={frame}>{name}</div>;
  const look = cn(frame, "hover:bg-hover disabled:opacity-50");
  const face = (
    <>
      {name}
      {!isNarrow && <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />}
    </>
  );
  return (
    <LazyMenu
      className={look}
      label={t("switchTenant", { tenant: current.name })}
      load={load}
      menu={<OpenTenantMenu current={current} tenants={tenants} face={face} look={look} defaultOpen />}
    >
      {face}
    </LazyMenu>
  );
}
