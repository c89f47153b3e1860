"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "./notice.tsx";
import { switchTenant } from "./switch-tenant.ts";

/** From an address whose path names the company into its office, whose own addresses name none. */
export function EnterOffice({ tenantId, name }: { tenantId: string; name: string }) {
  const t = useTranslations("shell");
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(-1);
  useEffect(() => {
    const { pathname, search } = window.location;
    switchTenant(tenantId, `${pathname.replace(/^\/t\/[^/]+/, "")}${search}`).catch((error: unknown) => {
      console.error(error);
      setFailed(attempt);
    });
  }, [tenantId, attempt]);
  if (failed !== attempt) return <p role="status">{t("entering", { tenant: name })}</p>;
  return (
    <>
      <Problem>{t("switchTenantFailed")}</Problem>
      <Button onClick={() => setAttempt(attempt + 1)}>{t("enterAgain")}</Button>
    </>
  );
}
