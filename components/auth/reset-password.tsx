"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { isWeakPassword } from "../../server/core/password-rule.ts";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { Button } from "../ui/button.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { Notice, Problem } from "./notice.tsx";
import { useFormCall } from "./use-form-call.ts";
import { useLinkSecret } from "./use-link-secret.ts";

/** Chooses a new password, behind the link of a mail. */
export function ResetPassword({ ticketId, base }: { ticketId: string; base: string }) {
  const t = useTranslations("auth");
  const secret = useLinkSecret() ?? "";
  const { isBusy, problem, run } = useFormCall();
  const [isWeak, setWeak] = useState(false);
  const [email, setEmail] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("newPassword") ?? "");
    setWeak(isWeakPassword(password));
    if (isWeakPassword(password)) return;
    void run(async () => {
      setEmail((await call(currentBase(), "signIn.resetPassword", { ticketId, secret, password })).email);
    });
  };
  if (email !== null) {
    return (
      <>
        <Notice>{t("reset.done", { email })}</Notice>
        <Button asChild variant="primary" className="h-10">
          <Link href={`${base}/sign-in`}>{t("submit")}</Link>
        </Button>
      </>
    );
  }
  if (problem === "notFound") {
    return (
      <>
        <Problem>{t("reset.used")}</Problem>
        <Link href={`${base}/forgot-password`} className="text-brand underline">
          {t("forgot.title")}
        </Link>
      </>
    );
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {problem && <Problem>{t("error.unavailable")}</Problem>}
      <NewPasswordField label={t("newPassword.label")} isWeak={isWeak} className="h-10 text-driver" />
      <Button type="submit" variant="primary" className="h-10" busy={isBusy}>
        {t("reset.set")}
      </Button>
    </form>
  );
}
