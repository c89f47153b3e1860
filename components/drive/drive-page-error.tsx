"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useBase } from "./base.tsx";
import { BigButton, BigLink } from "./big-button.tsx";
import { ProblemBox } from "./drive-problem.tsx";

/** A page that could not be shown. The digest is Next's key to the server's log line. */
export function DrivePageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("drive");
  const { base } = useBase();
  useEffect(() => console.error(error), [error]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-xl flex-col justify-center gap-4 p-4 font-brand">
      <ProblemBox
        title={t("problem.unavailable.title")}
        advice={t("problem.unavailable.advice")}
        code={error instanceof Error && "digest" in error ? String(error.digest) : "client"}
        action={<BigButton onClick={retry}>{t("retry")}</BigButton>}
      />
      <BigLink quiet href={`${base}/drive`} prefetch={false}>
        {t("guest.toApp")}
      </BigLink>
    </main>
  );
}
