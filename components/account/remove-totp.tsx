"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorKind } from "../api/error-kind.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** Removes the authenticator app: by one of its codes, so that an unwatched screen is not enough. */
export function RemoveTotp({ onDone }: { onDone: () => void }) {
  const t = useTranslations("account.totp");
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation(useTRPC().account.removeTotp.mutationOptions({ onSuccess: onDone }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    remove.mutate({ code: String(new FormData(event.currentTarget).get("code") ?? "") });
  };
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{t("remove")}</Button>;
  const isWrong = remove.error !== null && errorKind(remove.error) === "invalid";
  return (
    <form noValidate onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field label={t("removeCode")} error={remove.error && (isWrong ? t("wrong") : errorText(remove.error))}>
        {(control) => <Input {...control} name="code" autoComplete="one-time-code" maxLength={20} />}
      </Field>
      <Button type="submit" variant="danger" busy={remove.isPending}>
        {t("remove")}
      </Button>
      <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
    </form>
  );
}
