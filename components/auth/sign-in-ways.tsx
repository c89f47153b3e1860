"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { OfficeMailLink } from "./office-mail-link.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** The ways into the office: a password, a passkey, a link by mail. */
export function SignInWays({ next, base }: { next: string; base: string }) {
  const t = useTranslations("auth");
  const [isByMail, setByMail] = useState(false);
  return (
    <>
      {isByMail ? <OfficeMailLink next={next} /> : <SignInForm next={next} />}
      <div className="flex flex-col gap-2">
        <PasskeyButton next={next} />
        <Button variant="quiet" onClick={() => setByMail(!isByMail)}>
          {t(isByMail ? "byPassword" : "byMail")}
        </Button>
        <Link href={`${base}/forgot-password`} className="self-center text-brand underline">
          {t("forgot.link")}
        </Link>
      </div>
    </>
  );
}
