"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { signInBy } from "../auth/sign-in-by.ts";
import { BigButton } from "./big-button.tsx";
import type { Sent } from "./mail-link-form.tsx";
import { FormProblem, TextField } from "./text-field.tsx";

type CodeFormProps = { sent: Sent; next: string; onAgain: () => void };

/** The six digits of the mail, for who reads it on another device. */
export function CodeForm({ sent, next, onAgain }: CodeFormProps) {
  const t = useTranslations("drive.signIn");
  const field = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<"unavailable" | "codeWrong" | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => field.current?.querySelector("input")?.focus(), []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const code = String(new FormData(event.currentTarget).get("code") ?? "").replace(/\s/g, "");
    if (!/^\d{6}$/.test(code)) return setProblem("codeWrong");
    setBusy(true);
    setProblem(null);
    const refusal = await signInBy("ticket", { ticketId: sent.ticketId, code });
    if (!refusal) return window.location.assign(next);
    setProblem(refusal.kind === "wrong" ? "codeWrong" : "unavailable");
    setBusy(false);
  };
  return (
    <form ref={field} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p role="status">{t("mailSent", { email: sent.email })}</p>
      {problem === "unavailable" && <FormProblem>{t(problem)}</FormProblem>}
      <TextField
        label={t("code")}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        error={problem === "codeWrong" && t("codeWrong")}
      />
      <BigButton type="submit" busy={isBusy}>
        {t("action")}
      </BigButton>
      <BigButton quiet onClick={onAgain}>
        {t("otherAddress")}
      </BigButton>
    </form>
  );
}
