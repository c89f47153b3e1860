"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import type { RouterInputs } from "../../server/transport/trpc/router.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

type Scope = RouterInputs["apiKey"]["create"]["scopes"][number];

/** What a key may be given, in groups as people think of them. */
const GROUPS = {
  stations: ["chargePoint.read", "chargePoint.write", "chargePoint.command", "message.read"],
  sessions: ["session.read"],
  people: ["driver.read", "driver.write", "idToken.read", "idToken.write"],
  prices: ["tariff.read", "tariff.write"],
  company: ["audit.read", "apiKey.write", "member.write", "brand.write"],
} as const satisfies Record<string, readonly Scope[]>;

type NewApiKeyProps = { onMade: () => void; onClose: () => void };

/** Makes a key. The key itself is shown this once: nobody can read it again. */
export function NewApiKey({ onMade, onClose }: NewApiKeyProps) {
  const t = useTranslations("apiKeys");
  const errorText = useErrorText();
  const nameField = useRef<HTMLFormElement>(null);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["chargePoint.read", "session.read"]);
  const [isChecked, setChecked] = useState(false);
  const create = useMutation(useTRPC().apiKey.create.mutationOptions({ onSuccess: onMade }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!name.trim()) return nameField.current?.querySelector("input")?.focus();
    create.mutate({ name: name.trim(), scopes: [...scopes] });
  };
  if (create.data) {
    return (
      <div className="mb-4 flex max-w-3xl flex-col gap-3 rounded-card border border-free-text bg-free-tint p-4">
        <p className="font-medium">{t("madeTitle", { name: create.data.name })}</p>
        <p className="flex items-center gap-2">
          <code data-testid="api-key" className="min-w-0 font-mono text-code break-all">
            {create.data.key}
          </code>
          <CopyButton text={create.data.key} label={t("copy")} />
        </p>
        <p className="text-dense">{t("once")}</p>
        <div>
          <Button onClick={onClose}>{t("done")}</Button>
        </div>
      </div>
    );
  }
  return (
    <form
      ref={nameField}
      noValidate
      onSubmit={submit}
      className="mb-4 flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4"
    >
      <Field label={t("name")} help={t("nameHelp")} error={isChecked && !name.trim() && t("nameMissing")}>
        {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        {Object.entries(GROUPS).map(([group, members]) => (
          <fieldset key={group}>
            <legend className="pb-1 text-dense font-medium">{t(`group.${group as keyof typeof GROUPS}`)}</legend>
            {members.map((scope: Scope) => (
              <label key={scope} className="flex min-h-6 items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4 accent-brand"
                  checked={scopes.includes(scope)}
                  onChange={(event) =>
                    setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
                  }
                />
                <span>
                  {t(`scope.${scope}`)} <code className="font-mono text-meta text-muted">{scope}</code>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      {create.error && (
        <p role="alert" className="text-fault-text">
          {errorText(create.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={create.isPending}>
          {t("make")}
        </Button>
        <Button onClick={onClose}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
