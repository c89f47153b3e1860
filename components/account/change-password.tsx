"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { isWeakPassword } from "../../server/core/password-rule.ts";
import { errorKind } from "../api/error-kind.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { NewPasswordField } from "../auth/new-password-field.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { AccountSection } from "./account-section.tsx";

type ChangePasswordProps = { hasPassword: boolean; onChange: () => void };

/** A new password, which signs every other browser out. */
export function ChangePassword({ hasPassword, onChange }: ChangePasswordProps) {
  const t = useTranslations("account.password");
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const [isWeak, setWeak] = useState(false);
  const change = useMutation(
    useTRPC().account.changePassword.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        onChange();
      },
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const next = String(data.get("newPassword") ?? "");
    setWeak(isWeakPassword(next));
    if (isWeakPassword(next)) return;
    change.mutate({ ...(hasPassword ? { current: String(data.get("current") ?? "") } : {}), next });
  };
  const isWrong = change.error !== null && errorKind(change.error) === "invalid";
  return (
    <AccountSection title={t("title")} text={t(hasPassword ? "text" : "none")}>
      {change.isSuccess && !isOpen && <p role="status">{t("done")}</p>}
      {!isOpen && (
        <Button className="self-start" onClick={() => setOpen(true)}>
          {t(hasPassword ? "change" : "set")}
        </Button>
      )}
      {isOpen && (
        <form noValidate onSubmit={submit} className="flex max-w-md flex-col gap-4">
          {hasPassword && (
            <Field label={t("current")} error={isWrong && t("wrong")}>
              {(control) => <Input {...control} name="current" type="password" autoComplete="current-password" />}
            </Field>
          )}
          <NewPasswordField label={t("next")} isWeak={isWeak} />
          {change.error && !isWrong && (
            <p role="alert" className="text-fault-text">
              {errorText(change.error)}
            </p>
          )}
          <div className="flex gap-2">
            <Button type="submit" variant="primary" busy={change.isPending}>
              {t("save")}
            </Button>
            <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
          </div>
        </form>
      )}
    </AccountSection>
  );
}
