"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { errorKind } from "../api/error-kind.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { toExpiry, toExpiryDay } from "./expiry-day.ts";

type Token = RouterOutputs["idToken"]["list"]["items"][number];
type TokenFieldsProps = { token: Token | null; onSaved: () => void; onClose: () => void };

/** A card: what is printed on it is its identity and stays; the rest may change. */
export function TokenFields({ token, onSaved, onClose }: TokenFieldsProps) {
  const t = useTranslations("idTokens");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const [isWrong, setWrong] = useState(false);
  const create = useMutation(trpc.idToken.create.mutationOptions({ onSuccess: onSaved }));
  const update = useMutation(trpc.idToken.update.mutationOptions({ onSuccess: onSaved }));
  const saving = token ? update : create;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const fields = {
      label: text("label") || null,
      parentToken: text("parentToken") || null,
      expiresAt: toExpiry(text("expiresAt"), token?.expiresAt ?? null),
      allowConcurrent: data.get("allowConcurrent") === "on",
    };
    if (token) return update.mutate({ idTokenId: token.id, ...fields });
    const written = text("token");
    setWrong(!/^[\x20-\x7e]{1,20}$/.test(written));
    if (/^[\x20-\x7e]{1,20}$/.test(written)) create.mutate({ token: written, ...fields });
  };
  const kind = saving.error && errorKind(saving.error);
  return (
    <form noValidate onSubmit={submit} className="mb-4 flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4">
      {token ? (
        <p className="font-mono text-code break-all">{token.token}</p>
      ) : (
        <Field label={t("token")} help={t("tokenHelp")} error={isWrong && t("tokenWrong")}>
          {(control) => (
            <Input {...control} name="token" maxLength={20} autoComplete="off" spellCheck={false} autoFocus />
          )}
        </Field>
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t("label")}>
          {(control) => <Input {...control} name="label" defaultValue={token?.label ?? ""} maxLength={100} />}
        </Field>
        <Field label={t("parent")} help={t("parentHelp")}>
          {(control) => (
            <Input
              {...control}
              name="parentToken"
              defaultValue={token?.parentToken ?? ""}
              maxLength={20}
              spellCheck={false}
            />
          )}
        </Field>
        <Field label={t("expires")} help={t("expiresHelp")}>
          {(control) => (
            <Input {...control} name="expiresAt" type="date" defaultValue={toExpiryDay(token?.expiresAt ?? null)} />
          )}
        </Field>
      </div>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          name="allowConcurrent"
          className="size-4 accent-brand"
          defaultChecked={token?.allowConcurrent ?? false}
        />
        {t("allowConcurrent")}
      </label>
      {saving.error && (
        <p role="alert" className="text-fault-text">
          {kind === "conflict" ? t("exists") : kind === "invalid" ? t("invalid") : errorText(saving.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={saving.isPending}>
          {t("save")}
        </Button>
        <Button onClick={onClose}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
