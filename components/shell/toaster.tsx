"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** For what has no place on the page. The outcome of a command has one: see `CommandStepper`. */
export function Toaster() {
  const t = useTranslations("shell");
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      containerAriaLabel={t("notifications")}
      toastOptions={{ classNames: { toast: "!rounded-card !border !bg-card !text-fg !shadow-overlay !font-sans" } }}
    />
  );
}
