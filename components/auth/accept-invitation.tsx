"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { isWeakPassword } from "../../server/core/password-rule.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { Problem } from "./notice.tsx";
import { signInBy } from "./sign-in-by.ts";
import { useLinkSecret } from "./use-link-secret.ts";

type Invitation = NonNullable<RouterOutputs["signIn"]["invitation"]>;
type Loaded = Invitation | "used" | "unavailable" | null;

/** What the reader of an invitation is asked into, and the way in. */
export function AcceptInvitation({ ticketId }: { ticketId: string }) {
  const t = useTranslations("auth");
  const secret = useLinkSecret();
  const [invitation, setInvitation] = useState<Loaded>(null);
  useEffect(() => {
    if (!secret) return;
    call(currentBase(), "signIn.invitation", { ticketId, secret }).then(
      (found) => setInvitation(found ?? "used"),
      (error: unknown) => {
        console.error(error);
        setInvitation("unavailable");
      },
    );
  }, [ticketId, secret]);
  if (secret === "") return <Problem>{t("invitation.incomplete")}</Problem>;
  if (secret === null || invitation === null) return <Skeleton className="h-24 w-full" />;
  if (typeof invitation === "string") {
    return <Problem>{t(invitation === "used" ? "invitation.used" : "error.unavailable")}</Problem>;
  }
  return <AcceptForm ticketId={ticketId} secret={secret} invitation={invitation} />;
}

type AcceptFormProps = { ticketId: string; secret: string; invitation: Invitation };

function AcceptForm({ ticketId, secret, invitation }: AcceptFormProps) {
  const t = useTranslations("auth");
  const tRole = useTranslations("members.role");
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState({ name: false, password: false });
  const [problem, setProblem] = useState<"used" | "unavailable" | null>(null);
  const { company, email, role, isKnown } = invitation;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const data = new FormData(event.currentTarget);
    const name = String(data.get("name") ?? "").trim();
    const password = String(data.get("newPassword") ?? "");
    const found = { name: !isKnown && !name, password: password !== "" && isWeakPassword(password) };
    setWrong(found);
    if (found.name || found.password) return;
    setBusy(true);
    const refusal = await signInBy("invitation", { ticketId, secret, name, password });
    if (!refusal) return window.location.assign(`${currentBase()}/admin`);
    setProblem(refusal.kind === "wrong" ? "used" : "unavailable");
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {problem && <Problem>{t(problem === "used" ? "invitation.used" : "error.unavailable")}</Problem>}
      <p>{t("invitation.text", { company, role: tRole(role), email })}</p>
      {isKnown ? (
        <p className="text-muted">{t("invitation.known")}</p>
      ) : (
        <>
          <Field label={t("invitation.name")} error={wrong.name && t("invitation.nameMissing")}>
            {(control) => (
              <Input {...control} className="h-10 text-driver" name="name" autoComplete="name" maxLength={100} />
            )}
          </Field>
          <NewPasswordField
            label={t("newPassword.label")}
            help={t("invitation.passwordHelp")}
            isWeak={wrong.password}
            className="h-10 text-driver"
          />
        </>
      )}
      <Button type="submit" variant="primary" className="h-10" busy={isBusy}>
        {t("invitation.accept", { company })}
      </Button>
    </form>
  );
}
