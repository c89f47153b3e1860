"use client";

import { useTranslations } from "next-intl";
import { PASSWORD_MIN_LENGTH } from "../../server/core/password-rule.ts";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

type NewPasswordFieldProps = { label: string; help?: string; isWeak: boolean; className?: string };

/** A password that somebody chooses: shown to password managers as a new one. */
export function NewPasswordField({ label, help, isWeak, className }: NewPasswordFieldProps) {
  const t = useTranslations("auth.newPassword");
  return (
    <Field
      label={label}
      help={help ?? t("help", { length: PASSWORD_MIN_LENGTH })}
      error={isWeak && t("weak", { length: PASSWORD_MIN_LENGTH })}
    >
      {(control) => (
        <Input
          {...control}
          className={className}
          name="newPassword"
          type="password"
          autoComplete="new-password"
          maxLength={200}
        />
      )}
    </Field>
  );
}
