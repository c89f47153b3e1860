"use client";

import { useTranslations } from "next-intl";
import { lazy } from "react";
import { LazyMenu } from "../ui/lazy-menu.tsx";
import { UserMenuFace, type UserMenuProps, userMenuLook } from "./user-menu-face.tsx";

export type { UserMenuProps };

const load = () => import("./open-user-menu.tsx");
const OpenUserMenu = lazy(load);

/** Who is signed in, their settings on this browser, and the way out. */
export function UserMenu({ isNarrow = false, ...person }: UserMenuProps) {
  const t = useTranslations("shell");
  return (
    <LazyMenu
      className={userMenuLook(isNarrow)}
      label={t("userMenu", { name: person.name })}
      load={load}
      menu={<OpenUserMenu {...person} isNarrow={isNarrow} defaultOpen />}
    >
      <UserMenuFace name={person.name} isNarrow={isNarrow} />
    </LazyMenu>
  );
}
