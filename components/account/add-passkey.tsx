"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { Problem } from "../auth/notice.tsx";
import { browserName } from "../format/browser-name.ts";
import { Button } from "../ui/button.tsx";

type Failure = "cancelled" | "notHere" | "known" | "failed";

/** Adds a passkey of this device. Its name is the browser's: who has several tells them apart by the day. */
export function AddPasskey({ onDone }: { onDone: (recoveryCodes: readonly string[]) => void }) {
  const t = useTranslations("account.passkey");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const add = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { startRegistration } = await import("@simplewebauthn/browser");
      const { options, state } = await call(currentBase(), "account.beginPasskey", undefined);
      const answer = await startRegistration({ optionsJSON: options });
      const name = browserName(navigator.userAgent) ?? t("unnamed");
      const made = await call(currentBase(), "account.addPasskey", { state, answer: { ...answer }, name });
      onDone(made.recoveryCodes);
    } catch (error) {
      console.error(error);
      setFailure(failureOf(error));
    }
    setBusy(false);
  };
  return (
    <>
      {failure && <Problem>{t(failure)}</Problem>}
      <Button busy={isBusy} onClick={() => void add()}>
        {t("add")}
      </Button>
    </>
  );
}

/** In the browser's words (WebAuthn Level 3, 14.5.1), and ours. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return "failed";
  if (error.name === "NotAllowedError" || error.name === "AbortError") return "cancelled";
  if (error.name === "InvalidStateError") return "known";
  if (error.name === "SecurityError") return "notHere";
  const data = "data" in error ? error.data : undefined;
  const isOurs = typeof data === "object" && data !== null && "appCode" in data;
  return isOurs && data.appCode === "unavailable" ? "notHere" : "failed";
}
