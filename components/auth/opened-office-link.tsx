"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "./notice.tsx";
import { OfficeMailLink } from "./office-mail-link.tsx";
import { signInBy } from "./sign-in-by.ts";
import { useLinkSecret } from "./use-link-secret.ts";

/** A link that was opened asks for one click: programs that look into mails click nothing. */
export function OpenedOfficeLink({ ticketId, next }: { ticketId: string; next: string }) {
  const t = useTranslations("auth");
  const secret = useLinkSecret() ?? "";
  const [state, setState] = useState<"ready" | "busy" | "used" | "unavailable">("ready");
  const open = async () => {
    setState("busy");
    const problem = await signInBy("ticket", { ticketId, secret });
    if (!problem) return window.location.assign(next);
    setState(problem.kind === "wrong" ? "used" : "unavailable");
  };
  if (state === "used") {
    return (
      <>
        <Problem>{t("mail.used")}</Problem>
        <OfficeMailLink next={next} />
      </>
    );
  }
  return (
    <>
      {state === "unavailable" && <Problem>{t("error.unavailable")}</Problem>}
      <p>{t("mail.opened")}</p>
      <Button variant="primary" className="h-10" busy={state === "busy"} onClick={() => void open()}>
        {t("mail.open")}
      </Button>
    </>
  );
}
