"use client";

import { useTranslations } from "next-intl";
import { Badge } from "../ui/badge.tsx";

type TokenStateProps = { token: { readonly status: "accepted" | "blocked"; readonly expiresAt: string | null } };

/** Whether a station would take it now. */
export function TokenState({ token: { status, expiresAt } }: TokenStateProps) {
  const t = useTranslations("idTokens.state");
  if (status === "blocked") return <Badge tone="error">{t("blocked")}</Badge>;
  if (expiresAt !== null && new Date(expiresAt) <= new Date()) return <Badge>{t("expired")}</Badge>;
  return <Badge tone="success">{t("accepted")}</Badge>;
}
