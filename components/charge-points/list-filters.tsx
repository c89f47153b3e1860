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
      <NativeSelect
        aria-label={t("site")}
        value={filters.site ?? ""}
        onChange={(event) => void onChange({ site: event.target.value || null })}
        className="w-full sm:w-56"
      >
        <option value="">{t("allSites")}</option>
        {facets?.sites.map(({ id, name, chargePoints }) => (
          <option key={id} value={id}>
            {t("option", { name, count: format.number(chargePoints) })}
          </option>
        ))}
      </NativeSelect>
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
