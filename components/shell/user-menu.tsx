"use client";

import { CircleUser, LogOut } from "lucide-react";
import { signOut } from "next-auth/react";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { LOCALE_COOKIE, LOCALES } from "../i18n/locales.ts";
import { cn } from "../ui/cn.ts";
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
import { useSaveSetting } from "./use-save-setting.ts";

export type UserMenuProps = { name: string; email: string; isNarrow?: boolean };

/** Who is signed in, their settings on this browser, and the way out. */
export function UserMenu({ name, email, isNarrow = false }: UserMenuProps) {
  const t = useTranslations("shell");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("userMenu", { name })}
        className={cn(
          "flex h-10 min-w-0 items-center gap-3 rounded-control px-2.5 hover:bg-hover",
          isNarrow ? "justify-center" : "flex-1",
        )}
      >
        <CircleUser aria-hidden="true" className="size-4 shrink-0 text-muted" />
        {!isNarrow && <span className="min-w-0 truncate">{name}</span>}
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
        <DropdownMenuItem onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
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
