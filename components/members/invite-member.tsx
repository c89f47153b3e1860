"use client";

import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorKind } from "../api/error-kind.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { isEmail } from "../auth/is-email.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { OFFICE_ROLES, type Role } from "./roles.ts";

type InviteMemberProps = { onSent: () => void; onClose: () => void };

/** Invites a colleague by mail, in a role whose rights are said in words. */
export function InviteMember({ onSent, onClose }: InviteMemberProps) {
  const t = useTranslations("members");
  const errorText = useErrorText();
  const language = useLocale();
  const [role, setRole] = useState<Role>("operator");
  const [isMissing, setMissing] = useState(false);
  const invite = useMutation(useTRPC().member.invite.mutationOptions({ onSuccess: onSent }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const email = String(new FormData(form).get("email") ?? "").trim();
    setMissing(!isEmail(email));
    if (isEmail(email)) invite.mutate({ email, role, language }, { onSuccess: () => form.reset() });
  };
  return (
    <form noValidate onSubmit={submit} className="mb-4 flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4">
      {invite.data && <p role="status">{t("sent", { email: invite.variables.email })}</p>}
      <Field label={t("email")} error={isMissing && t("emailMissing")}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" autoFocus />}
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="pb-1 text-dense font-medium">{t("roleLabel")}</legend>
        {OFFICE_ROLES.map((one) => (
          <label key={one} className="flex items-start gap-2">
            <input
              type="radio"
              name="role"
              className="mt-1 size-4 accent-brand"
              checked={role === one}
              onChange={() => setRole(one)}
            />
            <span>
              <span className="font-medium">{t(`role.${one}`)}</span>{" "}
              <span className="text-muted">{t(`roleText.${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {invite.error && (
        <p role="alert" className="text-fault-text">
          {errorKind(invite.error) === "conflict" ? t("inviteConflict") : errorText(invite.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={invite.isPending}>
          {t("send")}
        </Button>
        <Button onClick={onClose}>{t("close")}</Button>
      </div>
    </form>
  );
}
