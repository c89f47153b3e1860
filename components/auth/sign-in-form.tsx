"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { formatDuration } from "../format/duration.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { signInBy } from "./sign-in-by.ts";
import type { SignInError } from "./sign-in-error.ts";

type Missing = { email: boolean; password: boolean };

/** E-mail and password. Plain fields with the names password managers look for; the values stay in the form. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState<Missing>({ email: false, password: false });
  const [problem, setProblem] = useState<SignInError | null>(null);
  const [isBusy, setBusy] = useState(false);

  const focus = (name: keyof Missing) => form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const data = new FormData(event.currentTarget);
    const email = String(data.get("email") ?? "").trim();
    const password = String(data.get("password") ?? "");
    const absent = { email: email === "", password: password === "" };
    setMissing(absent);
    setProblem(null);
    if (absent.email || absent.password) return focus(absent.email ? "email" : "password");
    setBusy(true);
    const refusal = await signInBy("credentials", { email, password });
    // A full load, so that nothing the signed-out page cached is shown. The button stays busy until it happens.
    if (!refusal) return window.location.assign(next);
    setBusy(false);
    setProblem(refusal);
    focus("password");
  };

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {problem && (
        <p role="alert" className="rounded-card border border-fault-text bg-fault-tint p-3 text-fault-text">
          {problem.kind === "locked"
            ? t("error.locked", { wait: formatDuration(problem.retryAfterS * 1000) })
            : t(`error.${problem.kind}`)}
        </p>
      )}
      <Field label={t("email")} error={missing.email && t("emailMissing")}>
        {(control) => (
          <Input {...control} className="h-10 text-driver" name="email" type="email" autoComplete="username" required />
        )}
      </Field>
      <Field label={t("password")} error={missing.password && t("passwordMissing")}>
        {(control) => (
          <Input
            {...control}
            className="h-10 text-driver"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-10" busy={isBusy}>
        {t(isBusy ? "submitting" : "submit")}
      </Button>
    </form>
  );
}
