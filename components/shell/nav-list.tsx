"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { cn } from "../ui/cn.ts";
import { activeNavItem, NAV_ITEMS, type NavItem, navGroupsFor } from "./nav-items.ts";

/** Only the narrow rail has tooltips. */
const Tooltip = lazy(async () => ({ default: (await import("../ui/tooltip.tsx")).Tooltip }));

type NavListProps = {
  permissions: readonly string[];
  /** Icons only, with the words as tooltip and for screen readers. */
  isNarrow?: boolean;
  onNavigate?: () => void;
};

export function NavList({ permissions, isNarrow = false, onNavigate }: NavListProps) {
  const t = useTranslations("nav");
  const active = activeNavItem(NAV_ITEMS, usePathname());
  return (
    <nav aria-label={t("label")} className="flex flex-col gap-4">
      {navGroupsFor(permissions).map(({ key, items }) => (
        <div key={key}>
          <p className={isNarrow ? "sr-only" : "px-2.5 pb-1 text-meta text-muted"}>{t(`groups.${key}`)}</p>
          <ul className="flex flex-col gap-0.5" aria-label={t(`groups.${key}`)}>
            {items.map((item) => (
              <li key={item.key}>
                <Item item={item} isActive={item === active} isNarrow={isNarrow} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

type ItemProps = { item: NavItem; isActive: boolean; isNarrow: boolean; onNavigate: (() => void) | undefined };

function Item({ item, isActive, isNarrow, onNavigate }: ItemProps) {
  const t = useTranslations("nav.items");
  const Icon = item.icon;
  const link = (
    <Link
      href={item.href}
      prefetch={item.isExternal ? false : null}
      onClick={() => onNavigate?.()}
      aria-current={isActive ? "page" : undefined}
      {...(item.isExternal ? { target: "_blank", rel: "noreferrer" } : {})}
      className={cn(
        "flex h-9 items-center gap-3 rounded-control px-2.5 text-body hover:bg-hover",
        isActive ? "bg-brand-tint font-medium text-brand" : "text-fg",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span className={isNarrow ? "sr-only" : "truncate"}>{t(item.key)}</span>
    </Link>
  );
  return isNarrow ? (
    <Suspense fallback={link}>
      <Tooltip content={t(item.key)} side="right">
        {link}
      </Tooltip>
    </Suspense>
  ) : (
    link
  );
}
