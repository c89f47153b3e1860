"use client";

import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "../api/call.ts";
import { errorKind } from "../api/error-kind.ts";
import { BigButton } from "./big-button.tsx";
import { FormProblem, TextField } from "./text-field.tsx";

/** Needed only once a mail is on its way. */
const CodeForm = dynamic(() => import("./code-form.tsx").then((module) => module.CodeForm));

/** A mail that is on its way. */
export type Sent = { readonly ticketId: string; readonly email: string };
type Problem = "emailMissing" | "tooMany" | "unavailable";

/** Signs in without a password: an address, then the mail's link, or its six digits here. */
export function MailLinkForm({ base, next }: { base: string; next: string }) {
  const [sent, setSent] = useState<Sent | null>(null);
  return sent ? (
    <CodeForm sent={sent} next={next} onAgain={() => setSent(null)} />
  ) : (
    <AddressForm base={base} next={next} onSent={setSent} />
  );
}

type AddressFormProps = { base: string; next: string; onSent: (sent: Sent) => void };

function AddressForm({ base, next, onSent }: AddressFormProps) {
  const t = useTranslations("drive.signIn");
  const language = useLocale();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return setProblem("emailMissing");
    setBusy(true);
    setProblem(null);
    try {
      const { ticketId } = await call(base, "signIn.requestLink", { email, nextPath: next, language });
      onSent({ ticketId, email });
    } catch (error) {
      const kind = errorKind(error);
      setProblem(kind === "invalid" ? "emailMissing" : kind === "tooMany" ? "tooMany" : "unavailable");
    }
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {problem && problem !== "emailMissing" && <FormProblem>{t(problem)}</FormProblem>}
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="email"
        error={problem === "emailMissing" && t("emailMissing")}
      />
      <p className="text-body text-muted">{t("mailText")}</p>
      <BigButton type="submit" busy={isBusy}>
        {t("mailAction")}
      </BigButton>
    </form>
  );
}
