"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";

/** Ends the half-open session, for who is somebody else. */
export function SomebodyElse() {
  const t = useTranslations("auth");
  const leave = async () => {
    const { signOut } = await import("next-auth/react");
    await signOut({ redirect: false });
    window.location.reload();
  };
  return (
    <Button variant="quiet" onClick={() => void leave()}>
      {t("somebodyElse")}
    </Button>
  );
}
