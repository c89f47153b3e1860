"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { AddPasskey } from "../account/add-passkey.tsx";
import { RecoveryCodes } from "../account/recovery-codes.tsx";
import { SetUpTotp } from "../account/set-up-totp.tsx";
import { Button } from "../ui/button.tsx";
import { SomebodyElse } from "./somebody-else.tsx";

/** Where the company demands a second factor and the person has none: one of the two, and its recovery codes. */
export function SetUpFactor({ next }: { next: string }) {
  const t = useTranslations("auth.setUp");
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) {
    return (
      <>
        <RecoveryCodes codes={codes} />
        <Button variant="primary" className="h-10" onClick={() => window.location.assign(next)}>
          {t("goOn")}
        </Button>
      </>
    );
  }
  return (
    <>
      <p>{t("text")}</p>
      <SetUpTotp onDone={setCodes} />
      <AddPasskey onDone={setCodes} />
      <SomebodyElse />
    </>
  );
}
