"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { conflictReason } from "../api/error-kind.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { keepPassword } from "./new-passwords.ts";

const IDENTITY = /^[A-Za-z0-9*+=:|@._-]{1,48}$/;
const PASSWORD = /^[\x21-\x7e]{16,20}$/;

/** The first half of taking a charge point into service: what it is called, where it stands, and its password. */
export function NewChargePoint() {
  const t = useTranslations("onboarding");
  const trpc = useTRPC();
  const router = useRouter();
  const errorText = useErrorText();
  const fleet = useQuery(trpc.fleet.get.queryOptions());
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const create = useMutation(
    trpc.chargePoint.create.mutationOptions({
      onSuccess: ({ id, password }) => {
        keepPassword(id, password);
        router.push(`/admin/charge-points/${id}/connect`);
      },
    }),
  );
  const isTaken = conflictReason(create.error) === "identityTaken";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const [identity, password] = [text("identity"), text("password")];
    const found = [
      ...(IDENTITY.test(identity) ? [] : ["identity"]),
      ...(password === "" || PASSWORD.test(password) ? [] : ["password"]),
    ];
    setWrong(found);
    const [first] = found;
    if (first !== undefined) return event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    create.mutate({
      identity,
      name: text("name") || null,
      siteId: text("siteId") || null,
      ...(password === "" ? {} : { password }),
    });
  };
  return (
    <>
      <PageHead title={t("title")} />
      <form noValidate onSubmit={submit} className="flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4">
        <Field
          label={t("identity")}
          help={t("identityHelp")}
          error={wrong.includes("identity") ? t("identityWrong") : isTaken && errorText(create.error)}
        >
          {(control) => <Input {...control} name="identity" autoComplete="off" spellCheck={false} maxLength={48} />}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("name")} help={t("nameHelp")}>
            {(control) => <Input {...control} name="name" autoComplete="off" maxLength={100} />}
          </Field>
          <Field label={t("site")} help={t("siteHelp")}>
            {(control) => (
              <NativeSelect {...control} name="siteId" key={fleet.data ? "known" : "unknown"}>
                <option value="">{t("noSite")}</option>
                {fleet.data?.sites.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </div>
        <Field label={t("password")} help={t("passwordHelp")} error={wrong.includes("password") && t("passwordWrong")}>
          {(control) => <Input {...control} name="password" autoComplete="off" spellCheck={false} maxLength={20} />}
        </Field>
        {create.error !== null && !isTaken && (
          <p role="alert" className="text-fault-text">
            {errorText(create.error)}
          </p>
        )}
        <div>
          <Button type="submit" variant="primary" busy={create.isPending || create.isSuccess}>
            {t("create")}
          </Button>
        </div>
      </form>
    </>
  );
}
