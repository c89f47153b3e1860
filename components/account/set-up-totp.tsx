"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { Problem } from "../auth/notice.tsx";
import { useFormCall } from "../auth/use-form-call.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

type Setup = RouterOutputs["account"]["beginTotp"];
type SetUpTotpProps = { onDone: (recoveryCodes: readonly string[]) => void };

/** Sets an authenticator app up: a picture to scan, then the first code. */
export function SetUpTotp({ onDone }: SetUpTotpProps) {
  const t = useTranslations("account.totp");
  const { isBusy, problem, run } = useFormCall();
  const [setup, setSetup] = useState<Setup | null>(null);
  const begin = () =>
    run(async () => {
      setSetup(await call(currentBase(), "account.beginTotp", undefined));
    });
  if (setup) return <ConfirmTotp setup={setup} onDone={onDone} />;
  return (
    <>
      {problem && <Problem>{t("failed")}</Problem>}
      <Button busy={isBusy} onClick={() => void begin()}>
        {t("setUp")}
      </Button>
    </>
  );
}

function ConfirmTotp({ setup, onDone }: SetUpTotpProps & { setup: Setup }) {
  const t = useTranslations("account.totp");
  const { isBusy, problem, run } = useFormCall();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "").replace(/\s/g, "");
    void run(async () => onDone((await call(currentBase(), "account.confirmTotp", { code })).recoveryCodes));
  };
  const isWrong = problem === "invalid";
  return (
    <form noValidate onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <p>{t("scan")}</p>
      {/* biome-ignore lint/performance/noImgElement: drawn for this one person, seconds ago */}
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(setup.qrCode)}`}
        alt={t("qrCode")}
        className="size-44 self-start rounded-card bg-white p-3"
      />
      <p className="flex flex-wrap items-center gap-2 text-dense text-muted">
        {t("typed")}
        <code data-testid="totp-secret" className="font-mono text-code break-all text-fg">
          {setup.secret}
        </code>
        <CopyButton text={setup.secret} label={t("copy")} />
      </p>
      {problem && !isWrong && <Problem>{t(problem === "tooMany" ? "tooMany" : "failed")}</Problem>}
      <Field label={t("code")} error={isWrong && t("wrong")}>
        {(control) => <Input {...control} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={7} />}
      </Field>
      <Button type="submit" variant="primary" busy={isBusy} className="self-start">
        {t("confirm")}
      </Button>
    </form>
  );
}
