"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Problem } from "./notice.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { SomebodyElse } from "./somebody-else.tsx";
import { useFormCall } from "./use-form-call.ts";

/** The second step of signing in: a code of the authenticator app, a recovery code, or a passkey. */
export function FactorForm({ next, email }: { next: string; email: string }) {
  const t = useTranslations("auth");
  const { isBusy, problem, run } = useFormCall();
  const [isMissing, setMissing] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "").trim();
    setMissing(code.length < 6);
    if (code.length < 6) return;
    const isShown = await run(async () => {
      await call(currentBase(), "account.showFactor", { code });
    });
    if (isShown) window.location.assign(next);
  };
  const isWrong = isMissing || problem === "invalid";
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p>{t("factor.text", { email })}</p>
      {problem && problem !== "invalid" && (
        <Problem>{t(problem === "tooMany" ? "factor.tooMany" : "error.unavailable")}</Problem>
      )}
      <Field label={t("factor.code")} help={t("factor.help")} error={isWrong && t("factor.wrong")}>
        {(control) => (
          <Input
            {...control}
            className="h-10 text-driver"
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={20}
            autoFocus
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-10" busy={isBusy}>
        {t("factor.confirm")}
      </Button>
      <PasskeyButton next={next} />
      <SomebodyElse />
    </form>
  );
}
