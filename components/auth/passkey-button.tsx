"use client";

import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "./notice.tsx";
import type { PasskeyOutcome } from "./sign-in-by-passkey.ts";

/** Signs in by a passkey: finger, face or PIN instead of all else. */
export function PasskeyButton({ next }: { next: string }) {
  const t = useTranslations("auth.passkey");
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<PasskeyOutcome | null>(null);
  const use = async () => {
    setBusy(true);
    setOutcome(null);
    const result = await import("./sign-in-by-passkey.ts")
      .then(({ signInByPasskey }) => signInByPasskey())
      .catch((error: unknown) => {
        console.error(error); // the code for it could not be loaded
        return "unavailable" as const;
      });
    if (result === "signedIn") return window.location.assign(next);
    setBusy(false);
    setOutcome(result);
  };
  return (
    <>
      {outcome && outcome !== "signedIn" && <Problem>{t(outcome)}</Problem>}
      <Button className="h-10" busy={isBusy} onClick={() => void use()}>
        <Fingerprint aria-hidden="true" />
        {t("use")}
      </Button>
    </>
  );
}
