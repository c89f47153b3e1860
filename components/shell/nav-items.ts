import {
  BookOpen,
  CreditCard,
  EvCharger,
  KeyRound,
  LayoutDashboard,
  LogIn,
  type LucideIcon,
  MapPin,
  Palette,
  ReceiptText,
  ScrollText,
  Tags,
  UserCog,
  Users,
} from "lucide-react";
import type { Permission } from "../../server/services/permissions.ts";
import type { Messages } from "../i18n/messages.ts";

export type NavItem = {
  readonly key: keyof Messages["nav"]["items"];
  readonly href: string;
  readonly icon: LucideIcon;
  /** Second key after `g`. */
  readonly shortcut?: string;
  /** Shown to who may; a page refuses by itself too. */
  readonly permission?: Permission;
  /** Leaves the back office: a plain link in a new tab. */
  readonly isExternal?: true;
};

export type NavGroup = {
  readonly key: keyof Messages["nav"]["groups"];
  readonly items: readonly NavItem[];
};

export const NAV_GROUPS: readonly NavGroup[] = [
  {
    key: "operation",
    items: [
      { key: "overview", href: "/admin", icon: LayoutDashboard, shortcut: "d" },
      { key: "chargePoints", href: "/admin/charge-points", icon: EvCharger, shortcut: "s" },
      { key: "sessions", href: "/admin/sessions", icon: ReceiptText, shortcut: "t" },
      { key: "sites", href: "/admin/sites", icon: MapPin, permission: "chargePoint.read" },
    ],
  },
  {
    key: "customers",
    items: [
      { key: "drivers", href: "/admin/drivers", icon: Users, permission: "driver.read" },
      { key: "idTokens", href: "/admin/id-tokens", icon: CreditCard, permission: "idToken.read" },
      { key: "tariffs", href: "/admin/tariffs", icon: Tags, shortcut: "m", permission: "tariff.read" },
    ],
  },
  {
    key: "company",
    items: [
      { key: "brands", href: "/admin/brands", icon: Palette, permission: "brand.write" },
      { key: "members", href: "/admin/members", icon: UserCog, permission: "member.write" },
      { key: "signIn", href: "/admin/sign-in", icon: LogIn, permission: "member.write" },
      { key: "apiKeys", href: "/admin/api-keys", icon: KeyRound, permission: "apiKey.write" },
      { key: "audit", href: "/admin/audit", icon: ScrollText, permission: "audit.read" },
      { key: "apiReference", href: "/api/v1/reference", icon: BookOpen, isExternal: true },
    ],
  },
];

export const NAV_ITEMS: readonly NavItem[] = NAV_GROUPS.flatMap(({ items }) => items);

/** What of the navigation somebody with these permissions is offered. */
export const navGroupsFor = (permissions: readonly string[]): readonly NavGroup[] =>
  NAV_GROUPS.map((group) => ({
    ...group,
    items: group.items.filter(({ permission }) => permission === undefined || permissions.includes(permission)),
  })).filter(({ items }) => items.length > 0);

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
