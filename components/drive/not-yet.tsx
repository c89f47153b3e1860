"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A page that has nothing to show yet: what it is about, and that it waits, or what failed. */
export function NotYet({ title, problem }: { title: string; problem: ReactNode }) {
  const t = useTranslations("drive");
  return (
    <>
      <h1 className="text-title font-semibold">{title}</h1>
      {problem || <p role="status">{t("loading")}</p>}
    </>
  );
}
