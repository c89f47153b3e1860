"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RouterInputs } from "../../server/transport/trpc/router.ts";
import { errorKind } from "../api/error-kind.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { OFFICE_ROLES, type Role } from "../members/roles.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { CheckIssuer } from "./check-issuer.tsx";
import type { Provider } from "./providers.tsx";
import { RoleMap, type RoleRow, toRoleMap, toRoleRows } from "./role-map.tsx";

type Fields = RouterInputs["identityProvider"]["create"];
type Audience = NonNullable<Fields["audience"]>;
const AUDIENCES = ["staff", "drivers", "all"] as const satisfies readonly Audience[];

type ProviderFormProps = { provider: Provider | null; onSaved: () => void; onClose: () => void };

/** What is set of a provider. Its secret is written, never shown. */
export function ProviderForm({ provider, onSaved, onClose }: ProviderFormProps) {
  const t = useTranslations("identityProviders");
  const tRole = useTranslations("members.role");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const [issuer, setIssuer] = useState(provider?.issuer ?? "");
  const [audience, setAudience] = useState<Audience>(provider?.audience ?? "staff");
  const [rows, setRows] = useState<readonly RoleRow[]>(toRoleRows(provider?.roleMap ?? {}));
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const create = useMutation(trpc.identityProvider.create.mutationOptions({ onSuccess: onSaved }));
  const update = useMutation(trpc.identityProvider.update.mutationOptions({ onSuccess: onSaved }));
  const saving = provider ? update : create;
  const isSecretKept = provider?.hasClientSecret && issuer.trim() === provider.issuer;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const secret = text("clientSecret");
    const missing = ["name", "clientId"].filter((name) => !text(name));
    if (!URL.canParse(issuer.trim())) missing.push("issuer");
    setWrong(missing);
    if (missing.length > 0) return;
    const fields: Fields = {
      ...{ name: text("name"), issuer: issuer.trim(), clientId: text("clientId"), audience },
      ...(secret ? { clientSecret: secret } : provider ? {} : { clientSecret: null }),
      ...(text("scopes") ? { scopes: text("scopes") } : {}),
      roleClaim: text("roleClaim") || null,
      roleMap: toRoleMap(rows),
      defaultRole: (text("defaultRole") || null) as Role | null,
      isEnabled: data.get("isEnabled") === "on",
    };
    if (provider) update.mutate({ providerId: provider.id, ...fields });
    else create.mutate(fields);
  };
  return (
    <form noValidate onSubmit={submit} className="mb-4 flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4">
      <Field label={t("name")} help={t("nameHelp")} error={wrong.includes("name") && t("missing")}>
        {(control) => <Input {...control} name="name" defaultValue={provider?.name} maxLength={100} />}
      </Field>
      <Field label={t("issuer")} help={t("issuerHelp")} error={wrong.includes("issuer") && t("issuerWrong")}>
        {(control) => (
          <Input
            {...control}
            type="url"
            spellCheck={false}
            value={issuer}
            onChange={(event) => setIssuer(event.target.value)}
          />
        )}
      </Field>
      <CheckIssuer issuer={issuer.trim()} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("clientId")} error={wrong.includes("clientId") && t("missing")}>
          {(control) => <Input {...control} name="clientId" defaultValue={provider?.clientId} spellCheck={false} />}
        </Field>
        <Field label={t("clientSecret")} help={t(isSecretKept ? "secretKept" : "secretHelp")}>
          {(control) => <Input {...control} name="clientSecret" type="password" autoComplete="off" />}
        </Field>
      </div>
      <Field label={t("scopes")}>
        {(control) => (
          <Input
            {...control}
            name="scopes"
            defaultValue={provider?.scopes ?? "openid email profile"}
            spellCheck={false}
          />
        )}
      </Field>
      <Field label={t("audienceLabel")}>
        {(control) => (
          <NativeSelect {...control} value={audience} onChange={(event) => setAudience(event.target.value as Audience)}>
            {AUDIENCES.map((one) => (
              <option key={one} value={one}>
                {t(`audience.${one}`)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {audience !== "drivers" && (
        <>
          <Field label={t("roleClaim")} help={t("roleClaimHelp")}>
            {(control) => (
              <Input
                {...control}
                name="roleClaim"
                placeholder="realm_access.roles"
                defaultValue={provider?.roleClaim ?? ""}
                spellCheck={false}
              />
            )}
          </Field>
          <RoleMap rows={rows} onChange={setRows} />
          <Field label={t("defaultRole")} help={t("defaultRoleHelp")}>
            {(control) => (
              <NativeSelect {...control} name="defaultRole" defaultValue={provider?.defaultRole ?? ""}>
                <option value="">{t("noRole")}</option>
                {OFFICE_ROLES.map((role) => (
                  <option key={role} value={role}>
                    {tRole(role)}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </>
      )}
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          name="isEnabled"
          className="size-4 accent-brand"
          defaultChecked={provider?.isEnabled ?? true}
        />
        {t("isEnabled")}
      </label>
      {saving.error && (
        <p role="alert" className="text-fault-text">
          {errorKind(saving.error) === "invalid" ? t("invalid") : errorText(saving.error)}
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
