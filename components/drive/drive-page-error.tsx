"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { BigButton } from "./big-button.tsx";
import { ProblemBox } from "./drive-problem.tsx";

/** A page that could not be shown, within the app's frame. The digest is Next's key to the server's log line. */
export default function DrivePageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("drive");
  useEffect(() => console.error(error), [error]);
  return (
    <ProblemBox
      title={t("problem.unavailable.title")}
      advice={t("problem.unavailable.advice")}
      code={error instanceof Error && "digest" in error ? String(error.digest) : "client"}
      action={<BigButton onClick={retry}>{t("retry")}</BigButton>}
    />
  );
}
