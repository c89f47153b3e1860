"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "./notice.tsx";
import { OfficeMailLink } from "./office-mail-link.tsx";
import { useLinkSecret } from "./use-link-secret.ts";

/** A link that was opened asks for one click: programs that look into mails click nothing. */
export function OpenedOfficeLink({ ticketId, next }: { ticketId: string; next: string }) {
  const t = useTranslations("auth");
  const secret = useLinkSecret();
  const [state, setState] = useState<"ready" | "busy" | "used">("ready");
  const open = async () => {
    setState("busy");
    const { signInByTicket } = await import("./sign-in-by-ticket.ts");
    if (await signInByTicket({ ticketId, secret })) return window.location.assign(next);
    setState("used");
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
      <p>{t("mail.opened")}</p>
      <Button variant="primary" className="h-10" busy={state === "busy"} onClick={() => void open()}>
        {t("mail.open")}
      </Button>
    </>
  );
}
