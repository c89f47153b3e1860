"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";

/** Ends the half-open session, for who is somebody else. */
export function SomebodyElse() {
  const t = useTranslations("auth");
  const leave = async () => {
    const { signOutTo } = await import("./sign-out.ts");
    await signOutTo(window.location.pathname + window.location.search);
  };
  return (
    <Button variant="quiet" onClick={() => void leave()}>
      {t("somebodyElse")}
    </Button>
  );
}
