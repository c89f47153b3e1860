import { BookOpen, EvCharger, type LucideIcon, ReceiptText } from "lucide-react";
import type { Messages } from "../i18n/messages.ts";

export type NavItem = {
  readonly key: keyof Messages["nav"]["items"];
  readonly href: string;
  readonly icon: LucideIcon;
  /** Second key after `g`. */
  readonly shortcut?: string;
  /** Leaves the back office: a plain link in a new tab. */
  readonly isExternal?: true;
};

export const NAV_ITEMS: readonly NavItem[] = [
  { key: "overview", href: "/admin", icon: EvCharger, shortcut: "d" },
  { key: "sessions", href: "/admin/sessions", icon: ReceiptText, shortcut: "s" },
  { key: "apiReference", href: "/api/v1/reference", icon: BookOpen, isExternal: true },
];

/** The item whose part of the site `pathname` is in: the longest match, so that `/admin` does not claim all of it. */
export function activeNavItem<Item extends { readonly href: string }>(
  items: readonly Item[],
  pathname: string,
): Item | null {
  const matches = items.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  return matches.reduce<Item | null>(
    (best, item) => (best && best.href.length >= item.href.length ? best : item),
    null,
  );
}
