"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import type { TariffDefaults } from "../../server/services/tariff/get-defaults.ts";
import { type AdHocViolation, findAdHocViolations } from "../../server/tariff/ad-hoc-rules.ts";
import { compileTariff } from "../../server/tariff/compile-tariff.ts";
import { OcpiTariff } from "../../server/tariff/ocpi-tariff.ts";
import { toPriceCard } from "../../server/tariff/price-card.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { emptyDraft, emptyElement, type TariffDraft, toDraft, toOcpi, vatOf } from "./draft.ts";
import { ElementFields } from "./element-fields.tsx";
import { ExampleSession } from "./example-session.tsx";
import { PriceCardLines } from "./price-card-lines.tsx";
import { refusalOf } from "./refusal-of.ts";

type Tariff = RouterOutputs["tariff"]["get"];
type Props = { tariff: Tariff | null; maxPowerW: number | null; defaults: TariffDefaults };
const NEVER = "1970-01-01T00:00:00Z";

/** A new tariff, or a new version of one: form or OCPI JSON, with the price of an example session while typing. */
export function TariffEditor({ tariff, maxPowerW, defaults }: Props) {
  const t = useTranslations("tariffs");
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const errorText = useErrorText();
  const form = useRef<HTMLFormElement>(null);
  const latest = tariff?.latestVersion?.ocpi;
  const [draft, setDraft] = useState<TariffDraft>(() =>
    latest ? toDraft(latest) : emptyDraft(crypto.randomUUID(), defaults),
  );
  const [name, setName] = useState(tariff?.name ?? "");
  const [isAdHoc, setAdHoc] = useState(tariff?.isAdHoc ?? false);
  const [validFrom, setValidFrom] = useState("");
  /** Null: the form is shown. */
  const [json, setJson] = useState<string | null>(null);
  const [isDirty, setDirty] = useState(false);
  const [tries, setTries] = useState(0);
  const fromJson = useMemo(() => (json === null ? null : parseJson(json)), [json]);
  const ocpi = useMemo(() => (json === null ? toOcpi(draft, NEVER) : fromJson), [json, fromJson, draft]);
  const parsed = useMemo(() => OcpiTariff.safeParse(ocpi), [ocpi]);
  const compiled = useMemo(() => (parsed.success ? compileTariff(parsed.data) : null), [parsed]);
  const violations = parsed.success && isAdHoc ? findAdHocViolations(parsed.data, maxPowerW) : [];

  const onSuccess = async (id: string) => {
    setDirty(false);
    await client.invalidateQueries({ queryKey: trpc.tariff.pathKey() });
    router.push(`/admin/tariffs/${id}`);
  };
  const create = useMutation(trpc.tariff.create.mutationOptions({ onSuccess: ({ id }) => onSuccess(id) }));
  const addVersion = useMutation(
    trpc.tariff.createVersion.mutationOptions({ onSuccess: ({ tariffId }) => onSuccess(tariffId) }),
  );
  const { error, isPending } = tariff ? addVersion : create;

  const refusal = refusalOf(error);

  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join("."));
  const nameError = tries > 0 && name.trim() === "" ? t("problems.name") : undefined;
  const errorOf = (path: string): string | undefined => {
    const violation = violations.find((one) => one.path === path);
    if (violation) return lawText(t, violation);
    return tries > 0 && issues.includes(path) ? t(`problems.${kindOf(path)}`) : undefined;
  };
  const isSound = parsed.success && violations.length === 0 && name.trim() !== "";

  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tries]);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);

  const change = (next: Partial<TariffDraft>) => {
    setDirty(true);
    setDraft({ ...draft, ...next });
  };
  const save = () => {
    setTries(tries + 1);
    if (!isSound || isPending) return;
    const body = {
      ocpi: { ...(ocpi as Record<string, unknown>), last_updated: new Date().toISOString() },
      isAdHoc,
      ...(validFrom !== "" && { validFrom: new Date(validFrom).toISOString() }),
    };
    if (tariff) addVersion.mutate({ ...body, tariffId: tariff.id });
    else create.mutate({ ...body, name: name.trim() });
  };
  const toggleJson = () => {
    if (json === null) return setJson(JSON.stringify(toOcpi(draft, NEVER), null, 2));
    if (!parsed.success) return setTries(tries + 1);
    setDraft(toDraft(parsed.data));
    setJson(null);
  };
  const textField = (key: "countryCode" | "partyId" | "id" | "currency" | "minPrice" | "maxPrice", path: string) => (
    <Field label={t(`editor.${key}`)} error={errorOf(path) ?? (key === "minPrice" ? errorOf("min_price") : undefined)}>
      {(control) => (
        <Input
          {...control}
          value={draft[key]}
          disabled={key === "currency" && tariff !== null}
          onChange={({ target }) => change({ [key]: target.value })}
        />
      )}
    </Field>
  );
  // A field that gets the focus is scrolled above the save bar, not under it.
  return (
    <form
      ref={form}
      noValidate
      className="grid grid-cols-1 gap-6 [&_input]:scroll-mb-56 [&_select]:scroll-mb-56 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="flex min-w-0 flex-col gap-4">
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field label={t("name")} error={nameError}>
            {(control) => (
              <Input
                {...control}
                maxLength={100}
                value={name}
                disabled={tariff !== null}
                onChange={({ target }) => {
                  setDirty(true);
                  setName(target.value);
                }}
              />
            )}
          </Field>
          <Field label={t("validFrom")} help={t("editor.validFromHelp")}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={validFrom}
                onChange={({ target }) => {
                  setDirty(true);
                  setValidFrom(target.value);
                }}
              />
            )}
          </Field>
        </div>
        <label className="flex min-h-6 items-start gap-2">
          <input
            type="checkbox"
            className="mt-1"
            checked={isAdHoc}
            onChange={({ target }) => {
              setDirty(true);
              setAdHoc(target.checked);
            }}
          />
          <span>
            {t("editor.isAdHoc")}
            <span className="block text-meta text-muted">
              {maxPowerW === null ? t("editor.powerUnknown") : t("editor.power", { power: maxPowerW / 1000 })}
            </span>
          </span>
        </label>
        <div>
          <Button aria-pressed={json !== null} onClick={toggleJson}>
            {json === null ? t("editor.toJson") : t("editor.toForm")}
          </Button>
        </div>
        {json === null ? (
          <>
            {draft.elements.map((element, index) => (
              <ElementFields
                key={element.key}
                element={element}
                index={index}
                isOnly={draft.elements.length === 1}
                errorOf={errorOf}
                onChange={(next) => change({ elements: draft.elements.map((old, i) => (i === index ? next : old)) })}
                onRemove={() => change({ elements: draft.elements.filter((_, i) => i !== index) })}
              />
            ))}
            <div>
              <Button onClick={() => change({ elements: [...draft.elements, emptyElement(vatOf(draft))] })}>
                {t("editor.addElement")}
              </Button>
            </div>
            <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
              {textField("minPrice", "min_price.excl_vat")}
              {textField("maxPrice", "max_price.excl_vat")}
              {textField("currency", "currency")}
              {textField("countryCode", "country_code")}
              {textField("partyId", "party_id")}
              {textField("id", "id")}
            </div>
          </>
        ) : (
          <Field
            label={t("editor.json")}
            error={!parsed.success && (fromJson === undefined ? t("problems.json") : jsonIssues(t, issues))}
          >
            {(control) => (
              <textarea
                {...control}
                rows={24}
                spellCheck={false}
                className="w-full rounded-control border border-line-strong bg-card p-2 font-mono text-code aria-invalid:border-fault-text"
                value={json}
                onChange={({ target }) => {
                  setDirty(true);
                  setJson(target.value);
                }}
              />
            )}
          </Field>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <section aria-label={t("words")} className="rounded-card border bg-card p-4">
          <h2 className="font-semibold">{t("words")}</h2>
          {compiled ? <PriceCardLines card={toPriceCard(compiled)} /> : <p>{t("example.notYet")}</p>}
        </section>
        <ExampleSession tariff={compiled} />
      </div>
      <div className="sticky bottom-0 z-20 col-span-full flex flex-col gap-3 border-t bg-bg py-3">
        {violations.length > 0 && (
          <div role="alert" data-slot="violations" className="rounded-card border border-fault-text bg-fault-tint p-3">
            <p className="font-medium text-fault-text">{t("law.title", { count: violations.length })}</p>
            <ul className="max-h-32 list-inside list-disc overflow-y-auto">
              {violations.map((violation) => (
                <li key={`${violation.code} ${violation.path}`}>{lawText(t, violation)}</li>
              ))}
            </ul>
          </div>
        )}
        {error && (
          <p role="alert" className="text-fault-text">
            {refusal ? t(`problems.refused.${refusal.reason}`, { fields: "", ...refusal }) : errorText(error)}
          </p>
        )}
        {tries > 0 && !parsed.success && (
          <p role="alert" className="text-fault-text">
            {t("problems.count", { count: new Set(issues).size })}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" busy={isPending}>
            {tariff ? t("editor.saveVersion") : t("editor.save")}
          </Button>
          {isDirty && <span className="text-meta text-muted">{t("editor.unsaved")}</span>}
        </div>
      </div>
    </form>
  );
}

/** Undefined: not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Translate = ReturnType<typeof useTranslations<"tariffs">>;
const jsonIssues = (t: Translate, paths: readonly string[]): string =>
  [...new Set(paths)].map((path) => `${path}: ${t(`problems.${kindOf(path)}`)}`).join(" ");
const lawText = (t: Translate, { code, params }: AdHocViolation): string =>
  t(`law.${code}`, { powerKw: 0, stepWh: 0, stepSeconds: 0, ...params });

function kindOf(path: string): "number" | "whole" | "text" | "date" {
  if (/(price|vat|_kwh|_power|_current)$/.test(path)) return "number";
  if (/(step_size|_duration)$/.test(path)) return "whole";
  return /_(time|date)$/.test(path) ? "date" : "text";
}
