"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { signInBy } from "../auth/sign-in-by.ts";
import { useLinkSecret } from "../auth/use-link-secret.ts";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { MailLinkForm } from "./mail-link-form.tsx";
import { FormProblem, TextField } from "./text-field.tsx";

type DriveSignInProps = { next: string; ticketId: string | null; signedInAs: string | null };

/** The way in: a link by mail, or a password for who has one. A link that was opened asks for one tap: scanners tap nothing. */
export function DriveSignIn({ next, ticketId, signedInAs }: DriveSignInProps) {
  const t = useTranslations("drive.signIn");
  const { base, name } = useBase();
  const [hasPassword, setHasPassword] = useState(false);
  return (
    <>
      <h1 className="text-title font-semibold">{t("title", { name })}</h1>
      {ticketId !== null ? (
        <OpenedLink ticketId={ticketId} next={next} />
      ) : hasPassword ? (
        <PasswordForm next={next} />
      ) : (
        <MailLinkForm base={base} next={next} />
      )}
      {signedInAs !== null && (
        <p>
          {t("signedInAs", { email: signedInAs })}{" "}
          <a href={next} className="text-brand underline">
            {t("goOn", { email: signedInAs })}
          </a>
        </p>
      )}
      {ticketId === null && (
        <button type="button" className="min-h-11 text-brand underline" onClick={() => setHasPassword(!hasPassword)}>
          {t(hasPassword ? "byMail" : "byPassword")}
        </button>
      )}
    </>
  );
}

function OpenedLink({ ticketId, next }: { ticketId: string; next: string }) {
  const t = useTranslations("drive.signIn");
  const { base } = useBase();
  const [state, setState] = useState<"ready" | "busy" | "used" | "unavailable">("ready");
  const secret = useLinkSecret() ?? "";
  const open = async () => {
    setState("busy");
    const problem = await signInBy("ticket", { ticketId, secret });
    if (!problem) return window.location.assign(next);
    setState(problem.kind === "wrong" ? "used" : "unavailable");
  };
  if (state === "used") {
    return (
      <>
        <FormProblem>{t("linkUsed")}</FormProblem>
        <MailLinkForm base={base} next={next} />
      </>
    );
  }
  return (
    <>
      {state === "unavailable" && <FormProblem>{t("unavailable")}</FormProblem>}
      <p>{t("linkText")}</p>
      <BigButton busy={state === "busy"} onClick={() => void open()}>
        {t("linkAction")}
      </BigButton>
    </>
  );
}

function PasswordForm({ next }: { next: string }) {
  const t = useTranslations("drive.signIn");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"wrong" | "locked" | "unavailable" | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const data = new FormData(event.currentTarget);
    setBusy(true);
    const { email, password } = { email: String(data.get("email")), password: String(data.get("password")) };
    const refusal = await signInBy("credentials", { email, password });
    if (!refusal) return window.location.assign(next);
    setProblem(refusal.kind === "noTenant" ? "unavailable" : refusal.kind);
    setBusy(false);
  };
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {problem && <FormProblem>{t(problem)}</FormProblem>}
      <TextField label={t("email")} name="email" type="email" autoComplete="username" />
      <TextField label={t("password")} name="password" type="password" autoComplete="current-password" />
      <BigButton type="submit" busy={isBusy}>
        {t("action")}
      </BigButton>
    </form>
  );
}
