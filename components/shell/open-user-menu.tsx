"use client";

import { LogOut, MonitorSmartphone } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { signOutTo } from "../auth/sign-out.ts";
import { LOCALE_COOKIE, LOCALES } from "../i18n/locales.ts";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { DENSITIES } from "./preferences.ts";
import { usePreferences } from "./preferences-provider.tsx";
import { THEMES } from "./theme-provider.tsx";
import { toastError } from "./toast-error.ts";
import { loadToaster } from "./toaster.tsx";
import { useSaveSetting } from "./use-save-setting.ts";
import { UserMenuFace, type UserMenuProps, userMenuLook } from "./user-menu-face.tsx";

/** The signed-in person's settings on this browser, and the way out. */
export default function OpenUserMenu({
  name,
  email,
  isNarrow = false,
  defaultOpen,
}: UserMenuProps & { defaultOpen: boolean }) {
  const t = useTranslations("shell");
  const tAuth = useTranslations("auth");
  useEffect(() => void loadToaster(), []);
  // Who leaves the desk must know that they are signed in still.
  const leave = () => signOutTo("/sign-in").catch(() => toastError(tAuth("stillSignedIn")));
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger aria-label={t("userMenu", { name })} className={userMenuLook(isNarrow)}>
        <UserMenuFace name={name} isNarrow={isNarrow} />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="w-60">
        <DropdownMenuLabel className="truncate">{email}</DropdownMenuLabel>
        <DropdownMenuSeparator />
        <LocaleChoice />
        <DropdownMenuSeparator />
        <ThemeChoice />
        <DropdownMenuSeparator />
        <DensityChoice />
        <DropdownMenuSeparator />
        <ShortcutsChoice />
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/admin/account">
            <MonitorSmartphone aria-hidden="true" />
            {t("account")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void leave()}>
          <LogOut aria-hidden="true" />
          {t("signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function LocaleChoice() {
  const t = useTranslations("shell.locale");
  const save = useSaveSetting();
  return (
    <DropdownMenuRadioGroup value={useLocale()} onValueChange={(locale) => save(LOCALE_COOKIE, locale)}>
      <DropdownMenuLabel>{t("label")}</DropdownMenuLabel>
      {LOCALES.map((locale) => (
        <DropdownMenuRadioItem key={locale} value={locale} lang={locale}>
          {t(locale)}
        </DropdownMenuRadioItem>
      ))}
    </DropdownMenuRadioGroup>
  );
}

function ThemeChoice() {
  const t = useTranslations("shell.theme");
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
      <DropdownMenuLabel>{t("label")}</DropdownMenuLabel>
      {THEMES.map((name) => (
        <DropdownMenuRadioItem key={name} value={name}>
          {t(name)}
        </DropdownMenuRadioItem>
      ))}
    </DropdownMenuRadioGroup>
  );
}

function DensityChoice() {
  const t = useTranslations("shell.density");
  const { density, set } = usePreferences();
  const change = (value: string) => set("density", DENSITIES.find((known) => known === value) ?? "default");
  return (
    <DropdownMenuRadioGroup value={density} onValueChange={change}>
      <DropdownMenuLabel>{t("label")}</DropdownMenuLabel>
      {DENSITIES.map((name) => (
        <DropdownMenuRadioItem key={name} value={name}>
          {t(name)}
        </DropdownMenuRadioItem>
      ))}
    </DropdownMenuRadioGroup>
  );
}

function ShortcutsChoice() {
  const t = useTranslations("shell.shortcuts");
  const { hasShortcuts, set } = usePreferences();
  return (
    <DropdownMenuCheckboxItem checked={hasShortcuts} onCheckedChange={(checked) => set("hasShortcuts", checked)}>
      {t("enabled")}
    </DropdownMenuCheckboxItem>
  );
}
