"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RouterInputs, RouterOutputs } from "../../server/transport/trpc/router.ts";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { parseCoordinate } from "./parse-coordinate.ts";
import { tariffChoices } from "./tariff-choices.ts";

type Site = RouterOutputs["site"]["get"];
type Fields = RouterInputs["site"]["create"];
/** The tariff is said only where another one was chosen. */
export type SiteDraft = Required<Omit<Fields, "tariffId">> & Pick<Fields, "tariffId">;

type SiteFieldsProps = {
  site: Site | null;
  /** Whether they may give it another tariff. */
  canPrice: boolean;
  isBusy: boolean;
  error: unknown;
  onSave: (draft: SiteDraft) => void;
  onClose: () => void;
};

/** What is said of a site: where it is, in whose clock its tariffs are read, and who sees it. */
export function SiteFields({ site, canPrice, isBusy, error, onSave, onClose }: SiteFieldsProps) {
  const t = useTranslations("sites");
  const errorText = useErrorText();
  const tariffs = useQuery(useTRPC().tariff.list.queryOptions({ limit: 500 }));
  /** Null: left as it is. */
  const [chosenTariff, chooseTariff] = useState<string | null>(null);
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const [latitude, longitude] = [parseCoordinate(text("latitude"), 90), parseCoordinate(text("longitude"), 180)];
    const country = text("country").toUpperCase();
    const found = [
      ...(text("name") ? [] : ["name"]),
      ...(/^[A-Z]{3}$/.test(country) ? [] : ["country"]),
      ...(isTimeZone(text("timeZone")) ? [] : ["timeZone"]),
      ...(latitude === "wrong" ? ["latitude"] : []),
      ...(longitude === "wrong" ? ["longitude"] : []),
    ];
    setWrong(found);
    const [first] = found;
    if (first !== undefined || latitude === "wrong" || longitude === "wrong") {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
      return;
    }
    onSave({
      ...{ name: text("name"), country, timeZone: text("timeZone"), latitude, longitude },
      ...{ address: text("address") || null, postalCode: text("postalCode") || null, city: text("city") || null },
      ...(chosenTariff !== null && { tariffId: chosenTariff || null }),
      isPublic: data.get("isPublic") === "on",
    });
  };
  const field = (name: "name" | "address" | "postalCode" | "city" | "country" | "timeZone", help?: string) => (
    <Field label={t(name)} help={help} error={wrong.includes(name) && t(`${name as "name"}Wrong`)}>
      {(control) => (
        <Input {...control} name={name} defaultValue={site?.[name] ?? DEFAULTS[name] ?? ""} maxLength={200} />
      )}
    </Field>
  );
  return (
    <form noValidate onSubmit={submit} className="mb-4 flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4">
      {field("name")}
      {field("address")}
      <div className="grid gap-4 sm:grid-cols-3">
        {field("postalCode")}
        {field("city")}
        {field("country", t("countryHelp"))}
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        {(["latitude", "longitude"] as const).map((name) => (
          <Field key={name} label={t(name)} error={wrong.includes(name) && t(`${name}Wrong`)}>
            {(control) => (
              <Input {...control} name={name} inputMode="decimal" defaultValue={site?.[name]?.toString() ?? ""} />
            )}
          </Field>
        ))}
        {field("timeZone", t("timeZoneHelp"))}
      </div>
      {tariffs.isError && <QueryError error={tariffs.error} onRetry={() => void tariffs.refetch()} />}
      <Field label={t("tariff")} help={t(canPrice ? "tariffHelp" : "tariffNotYours")}>
        {(control) => (
          <NativeSelect
            {...control}
            disabled={!canPrice}
            value={chosenTariff ?? site?.tariffId ?? ""}
            onChange={({ target }) => chooseTariff(target.value)}
          >
            <option value="">{t("tariffDefault")}</option>
            {tariffChoices(site?.tariffId ?? null, tariffs.data?.items).map(({ id, name }) => (
              <option key={id} value={id}>
                {name ?? t("tariffAssigned")}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          name="isPublic"
          className="mt-1 size-4 accent-brand"
          defaultChecked={site?.isPublic ?? true}
        />
        <span>
          {t("isPublic")} <span className="block text-meta text-muted">{t("isPublicHelp")}</span>
        </span>
      </label>
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

const DEFAULTS: Readonly<Record<string, string>> = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name || "?" });
    return true;
  } catch {
    return false; // Intl throws for what it does not know
  }
}
