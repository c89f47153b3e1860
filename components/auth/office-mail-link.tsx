"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { isEmail } from "./is-email.ts";
import { Notice, Problem } from "./notice.tsx";
import { signInBy } from "./sign-in-by.ts";
import { useFormCall } from "./use-form-call.ts";

type Sent = { readonly ticketId: string; readonly email: string };

/** Signs in to the office without a password: an address, then the mail's link, or its six digits here. */
export function OfficeMailLink({ next }: { next: string }) {
  const [sent, setSent] = useState<Sent | null>(null);
  return sent ? (
    <CodeForm sent={sent} next={next} onAgain={() => setSent(null)} />
  ) : (
    <AddressForm next={next} onSent={setSent} />
  );
}

function AddressForm({ next, onSent }: { next: string; onSent: (sent: Sent) => void }) {
  const t = useTranslations("auth");
  const language = useLocale();
  const { isBusy, problem, run } = useFormCall();
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    setMissing(!isEmail(email));
    if (!isEmail(email)) return;
    void run(async () => {
      const { ticketId } = await call(currentBase(), "signIn.requestOfficeLink", { email, nextPath: next, language });
      onSent({ ticketId, email });
    });
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {problem && <Problem>{t(problem === "tooMany" ? "mail.tooMany" : "error.unavailable")}</Problem>}
      <Field label={t("email")} help={t("mail.help")} error={isMissing && t("emailMissing")}>
        {(control) => (
          <Input {...control} className="h-10 text-driver" name="email" type="email" autoComplete="username" />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-10" busy={isBusy}>
        {t("mail.send")}
      </Button>
    </form>
  );
}

function CodeForm({ sent, next, onAgain }: { sent: Sent; next: string; onAgain: () => void }) {
  const t = useTranslations("auth");
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<"wrong" | "unavailable" | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const code = String(new FormData(event.currentTarget).get("code") ?? "").replace(/\s/g, "");
    if (!/^\d{6}$/.test(code)) return setProblem("wrong");
    setBusy(true);
    setProblem(null);
    const found = await signInBy("ticket", { ticketId: sent.ticketId, code });
    if (!found) return window.location.assign(next);
    setProblem(found.kind === "wrong" ? "wrong" : "unavailable");
    setBusy(false);
  };
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Notice>{t("mail.sent", { email: sent.email })}</Notice>
      {problem === "unavailable" && <Problem>{t("error.unavailable")}</Problem>}
      <Field label={t("mail.code")} error={problem === "wrong" && t("mail.codeWrong")}>
        {(control) => (
          <Input
            {...control}
            className="h-10 text-driver"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={9}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-10" busy={isBusy}>
        {t("submit")}
      </Button>
      <Button variant="quiet" onClick={onAgain}>
        {t("mail.again")}
      </Button>
    </form>
  );
}
