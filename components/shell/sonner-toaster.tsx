"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { startToasting } from "./toast-error.ts";

/** For what has no place on the page. The outcome of a command has one: see `CommandStepper`. */
export default function SonnerToaster() {
  const t = useTranslations("shell");
  const { resolvedTheme } = useTheme();
  // After Sonner's own effect: it does not show what is said before it listens.
  useEffect(() => startToasting((text) => void toast.error(text)), []);
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      containerAriaLabel={t("notifications")}
      toastOptions={{ classNames: { toast: "!rounded-card !border !bg-card !text-fg !shadow-overlay !font-sans" } }}
    />
  );
}
