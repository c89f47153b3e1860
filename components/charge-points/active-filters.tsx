"use client";

import { useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { Button } from "../ui/button.tsx";
import { FilterChip } from "../ui/filter-chip.tsx";
import type { useListFilters } from "./url-state.ts";

type Props = {
  filters: ReturnType<typeof useListFilters>[0];
  onChange: ReturnType<typeof useListFilters>[1];
  facets: RouterOutputs["chargePoint"]["facets"] | undefined;
};

/** The filters in force as chips to remove, one by one or all at once. Nothing when there are none. */
export function ActiveFilters({ filters, onChange, facets }: Props) {
  const t = useTranslations("overview");
  const { q, site, model, firmware, state } = filters;
  const siteName = facets?.sites.find(({ id }) => id === site)?.name ?? site;
  const chips = [
    ...(q.trim() ? [{ key: "q" as const, label: t("text"), value: q.trim() }] : []),
    ...(site ? [{ key: "site" as const, label: t("site"), value: siteName }] : []),
    ...(model ? [{ key: "model" as const, label: t("model"), value: model }] : []),
    ...(firmware ? [{ key: "firmware" as const, label: t("firmware"), value: firmware }] : []),
    ...(state ? [{ key: "state" as const, label: t("stateFilter"), value: t(`families.${state}`) }] : []),
  ];
  if (chips.length === 0) return null;
  return (
    <section aria-label={t("activeFilters")} className="flex flex-wrap items-center gap-2">
      {chips.map(({ key, label, value }) => (
        <FilterChip
          key={key}
          label={label}
          value={value}
          removeLabel={t("removeFilter", { name: label })}
          onRemove={() => void onChange({ [key]: null })}
        />
      ))}
      <Button variant="quiet" size="small" onClick={() => void onChange(null)}>
        {t("clearFilters")}
      </Button>
    </section>
  );
}
