"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useErrorText } from "../api/query-error.tsx";
import { isEmail } from "../auth/is-email.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

type Driver = RouterOutputs["driver"]["get"];
export type DriverDraft = { name: string; email: string | null; phone: string | null };

type DriverFieldsProps = {
  driver: Driver | null;
  isBusy: boolean;
  error: unknown;
  onSave: (draft: DriverDraft) => void;
  onClose: () => void;
};

const PHONE = /^\+?[0-9 ()/.-]{3,40}$/;

/** Who a driver is, as the office knows them. */
export function DriverFields({ driver, isBusy, error, onSave, onClose }: DriverFieldsProps) {
  const t = useTranslations("drivers");
  const errorText = useErrorText();
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const [name, email, phone] = [text("name"), text("email"), text("phone")];
    const found = [
      ...(name ? [] : ["name"]),
      ...(!email || isEmail(email) ? [] : ["email"]),
      ...(!phone || PHONE.test(phone) ? [] : ["phone"]),
    ];
    setWrong(found);
    const [first] = found;
    if (first === undefined) return onSave({ name, email: email || null, phone: phone || null });
    event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  };
  return (
    <form noValidate onSubmit={submit} className="mb-4 flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4">
      <Field label={t("name")} error={wrong.includes("name") && t("nameWrong")}>
        {(control) => <Input {...control} name="name" autoComplete="off" defaultValue={driver?.name} maxLength={100} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("email")} error={wrong.includes("email") && t("emailWrong")}>
          {(control) => (
            <Input {...control} name="email" type="email" autoComplete="off" defaultValue={driver?.email ?? ""} />
          )}
        </Field>
        <Field label={t("phone")} error={wrong.includes("phone") && t("phoneWrong")}>
          {(control) => (
            <Input {...control} name="phone" type="tel" autoComplete="off" defaultValue={driver?.phone ?? ""} />
          )}
        </Field>
      </div>
      {error !== null && (
        <p role="alert" className="text-fault-text">
          {errorText(error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={isBusy}>
          {t("save")}
        </Button>
        <Button onClick={onClose}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
