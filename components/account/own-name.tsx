"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { AccountSection } from "./account-section.tsx";

type OwnNameProps = { name: string; email: string; onChange: () => void };

/** The name that colleagues and the audit read. The address is what one signs in with: it stays. */
export function OwnName({ name, email, onChange }: OwnNameProps) {
  const t = useTranslations("account.person");
  const errorText = useErrorText();
  const [text, setText] = useState(name);
  const rename = useMutation(useTRPC().account.rename.mutationOptions({ onSuccess: onChange }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) rename.mutate({ name: text.trim() });
  };
  return (
    <AccountSection title={t("title")} text={email}>
      <form noValidate onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <Field label={t("name")} error={!text.trim() && t("nameMissing")} className="min-w-60">
          {(control) => (
            <Input
              {...control}
              autoComplete="name"
              maxLength={100}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" busy={rename.isPending} disabled={text.trim() === name}>
          {t("save")}
        </Button>
      </form>
      {rename.error && (
        <p role="alert" className="text-fault-text">
          {errorText(rename.error)}
        </p>
      )}
    </AccountSection>
  );
}
