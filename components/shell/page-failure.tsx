"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ErrorState } from "../ui/error-state.tsx";

/** A page that could not be rendered. The digest is Next's key to the server's log line. */
export function PageFailure({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("page");
  useEffect(() => console.error(error), [error]);
  const hasDigest = error instanceof Error && "digest" in error && typeof error.digest === "string";
  return (
    <ErrorState
      cause={t("errorCause")}
      advice={t("errorAdvice")}
      code={hasDigest ? String(error.digest) : "client"}
      onRetry={retry}
    />
  );
}
