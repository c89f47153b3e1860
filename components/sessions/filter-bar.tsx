"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { TypedFilter } from "../ui/typed-filter.tsx";
import {
  activeFilters,
  type FilterName,
  type SessionFilters,
  type SetSessionFilters,
  STATES,
} from "./session-filters.ts";

type Props = {
  readonly filters: SessionFilters;
  readonly onChange: SetSessionFilters;
};

const SELECT = "h-8 min-w-0 max-w-full rounded-control border border-line-strong bg-card px-2 text-body";
const MOST_SITES = 500;
const MOST_SUGGESTIONS = 20;
/** A text on its way to what is meant is no step to go back to. */
const TYPED = { history: "replace" } as const;

/** What the list is narrowed by; each of it is in the address. */
export function FilterBar({ filters, onChange }: Props) {
  const t = useTranslations("sessions");
  const trpc = useTRPC();
  const sites = useQuery(trpc.site.list.queryOptions({ limit: MOST_SITES }));
  return (
    <>
      <TypedFilter
        label={t("search")}
        placeholder={t("searchHelp")}
        value={filters.q}
        onChange={(q) => void onChange({ q: q || null }, TYPED)}
        className="w-full sm:w-80"
        isSearch
      />
      <select
        aria-label={t("state")}
        value={filters.state}
        onChange={(event) => void onChange({ state: event.target.value as SessionFilters["state"] })}
        className={SELECT}
      >
        {STATES.map((name) => (
          <option key={name} value={name}>
            {t(`states.${name}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t("site")}
        value={filters.site}
        onChange={(event) => void onChange({ site: event.target.value || null })}
        className={SELECT}
      >
        <option value="">{t("allSites")}</option>
        {sites.data?.items.map((site) => (
          <option key={site.id} value={site.id}>
            {site.name}
          </option>
        ))}
      </select>
      <ChargePointFilter
        value={filters.chargePoint}
        onChange={(chargePoint) => void onChange({ chargePoint }, TYPED)}
      />
      <span className="flex flex-wrap gap-2">
        <Day label={t("from")} value={filters.from} onChange={(from) => void onChange({ from })} />
        <Day label={t("to")} value={filters.to} onChange={(to) => void onChange({ to })} />
      </span>
      <label className="inline-flex min-h-8 items-center gap-2">
        <input
          type="checkbox"
          checked={filters.review}
          onChange={(event) => void onChange({ review: event.target.checked || null })}
          className="size-4 accent-brand"
        />
        {t("review")}
      </label>
    </>
  );
}

/** By identity, with those that exist offered while it is typed. */
function ChargePointFilter({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const t = useTranslations("sessions");
  const trpc = useTRPC();
  const listId = useId();
  const known = useQuery(
    trpc.chargePoint.list.queryOptions({ limit: MOST_SUGGESTIONS, ...(value ? { search: value } : {}) }),
  );
  return (
    <>
      <TypedFilter
        label={t("chargePointFilter")}
        value={value}
        onChange={(identity) => onChange(identity.trim() || null)}
        className="w-full sm:w-52"
        list={listId}
      />
      <datalist id={listId}>
        {known.data?.items.map(({ id, identity }) => (
          <option key={id} value={identity} />
        ))}
      </datalist>
    </>
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (day: string | null) => void }) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        value={value}
        onChange={(event) => onChange(event.target.value || null)}
        className="w-36"
      />
    </span>
  );
}

/** The filters that are set, each with a button that takes it away. */
export function FilterChips({ filters, onChange }: Props) {
  const t = useTranslations("sessions");
  const trpc = useTRPC();
  const sites = useQuery(trpc.site.list.queryOptions({ limit: MOST_SITES }));
  const words: { readonly [Name in FilterName]: () => string } = {
    q: () => `“${filters.q}”`,
    state: () => t(`states.${filters.state}`),
    review: () => t("review"),
    chargePoint: () => filters.chargePoint,
    site: () => sites.data?.items.find(({ id }) => id === filters.site)?.name ?? t("site"),
    from: () => `${t("from")} ${filters.from}`,
    to: () => `${t("to")} ${filters.to}`,
  };
  return (
    <ul className="flex flex-wrap justify-center gap-2">
      {activeFilters(filters).map((name) => (
        <li key={name}>
          <Button
            size="small"
            aria-label={t("removeFilter", { filter: words[name]() })}
            onClick={() => void onChange({ [name]: null })}
          >
            {words[name]()}
            <X aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
