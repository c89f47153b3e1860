"use client";

import { useFormatter, useTranslations } from "next-intl";
import { STATE_FAMILIES, type StateFamily } from "../../server/core/connector-state.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { cn } from "../ui/cn.ts";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import type { useListFilters } from "./url-state.ts";

type Props = {
  filters: ReturnType<typeof useListFilters>[0];
  onChange: ReturnType<typeof useListFilters>[1];
  facets: RouterOutputs["chargePoint"]["facets"] | undefined;
};

/** What the list is narrowed by, with how many each choice would show. */
export function ListFilters({ filters, onChange, facets }: Props) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const count = (family: StateFamily) => format.number(facets?.families[family] ?? 0);
  return (
    <>
      <Input
        type="search"
        data-page-search
        aria-label={t("search")}
        placeholder={t("search")}
        value={filters.q}
        onChange={(event) => void onChange({ q: event.target.value || null }, { history: "replace" })}
        className="w-full sm:w-64"
      />
      <Choice
        label={t("site")}
        all={t("allSites")}
        value={filters.site}
        onChange={(site) => void onChange({ site })}
        className="w-full sm:w-56"
        choices={facets?.sites.map(({ id, name, chargePoints }) => ({ value: id, name, chargePoints }))}
      />
      <Choice
        label={t("model")}
        all={t("allModels")}
        value={filters.model}
        onChange={(model) => void onChange({ model })}
        className="w-[calc(50%-0.25rem)] sm:w-44"
        choices={facets?.models.map(({ vendor, model, chargePoints }) => ({
          value: model,
          name: [vendor, model].filter(Boolean).join(" "),
          chargePoints,
        }))}
      />
      <Choice
        label={t("firmware")}
        all={t("allFirmware")}
        value={filters.firmware}
        onChange={(firmware) => void onChange({ firmware })}
        className="w-[calc(50%-0.25rem)] sm:w-52"
        choices={facets?.firmwareVersions.map(({ firmwareVersion, chargePoints }) => ({
          value: firmwareVersion,
          name: firmwareVersion,
          chargePoints,
        }))}
      />
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">{t("stateFilter")}</legend>
        {STATE_FAMILIES.map((family) => {
          const isChosen = filters.state === family;
          return (
            <button
              key={family}
              type="button"
              aria-pressed={isChosen}
              data-family-filter={family}
              onClick={() => void onChange({ state: isChosen ? null : family })}
              className={cn(
                "inline-flex h-8 items-center gap-1.5 rounded-control border px-2 text-dense hover:bg-hover",
                isChosen ? "border-brand bg-brand-tint font-medium" : "border-line-strong bg-card",
              )}
            >
              <StateMark family={family} />
              {t(`families.${family}`)}
              <span className="sr-only">, </span>
              <span className="text-muted">{facets ? count(family) : "—"}</span>
            </button>
          );
        })}
      </fieldset>
    </>
  );
}

type ChoiceProps = {
  label: string;
  /** What it says when nothing is chosen. */
  all: string;
  value: string | null;
  onChange: (value: string | null) => void;
  className: string;
  choices: readonly { value: string; name: string; chargePoints: number }[] | undefined;
};

/** One of many, each with how many charge points it would show. What is chosen stays to be seen where nothing is left of it. */
function Choice({ label, all, value, onChange, className, choices = [] }: ChoiceProps) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const isOffered = value === null || choices.some((choice) => choice.value === value);
  return (
    <NativeSelect
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
      className={className}
    >
      <option value="">{all}</option>
      {!isOffered && <option value={value}>{value}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {t("option", { name: choice.name, count: format.number(choice.chargePoints) })}
        </option>
      ))}
    </NativeSelect>
  );
}
