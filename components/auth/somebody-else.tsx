"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "./notice.tsx";

/** Ends the half-open session, for who is somebody else. */
export function SomebodyElse() {
  const t = useTranslations("auth");
  const [hasFailed, setFailed] = useState(false);
  const leave = async () => {
    const { signOutTo } = await import("./sign-out.ts");
    await signOutTo(window.location.pathname + window.location.search);
  };
  return (
    <>
      {hasFailed && <Problem>{t("stillSignedIn")}</Problem>}
      <Button variant="quiet" onClick={() => void leave().catch(() => setFailed(true))}>
        {t("somebodyElse")}
      </Button>
    </>
  );
}
