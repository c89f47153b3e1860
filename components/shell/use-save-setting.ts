"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { saveSetting } from "./save-setting.ts";
import { toastError } from "./toast-error.ts";

/** Keeps a setting; when the server cannot be reached it holds for this visit only, and the reader is told so. */
export function useSaveSetting(): (name: string, value: string) => void {
  const t = useTranslations("shell");
  return useCallback(
    (name, value) => {
      saveSetting(name, value).catch((error: unknown) => {
        console.error(error);
        toastError(t("settingNotSaved"));
      });
    },
    [t],
  );
}
