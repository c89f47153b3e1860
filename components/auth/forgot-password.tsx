"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { isEmail } from "./is-email.ts";
import { Notice, Problem } from "./notice.tsx";
import { useFormCall } from "./use-form-call.ts";

/** Asks for the mail with which a new password is chosen. */
export function ForgotPassword() {
  const t = useTranslations("auth");
  const language = useLocale();
  const { isBusy, problem, run } = useFormCall();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    setMissing(!isEmail(email));
    if (!isEmail(email)) return;
    void run(async () => {
      await call(currentBase(), "signIn.requestReset", { email, language });
      setSentTo(email);
    });
  };
  if (sentTo !== null) return <Notice>{t("forgot.sent", { email: sentTo })}</Notice>;
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {problem && <Problem>{t(problem === "tooMany" ? "mail.tooMany" : "error.unavailable")}</Problem>}
      <Field label={t("email")} help={t("forgot.help")} error={isMissing && t("emailMissing")}>
        {(control) => (
          <Input {...control} className="h-10 text-driver" name="email" type="email" autoComplete="username" />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-10" busy={isBusy}>
        {t("forgot.send")}
      </Button>
    </form>
  );
}
