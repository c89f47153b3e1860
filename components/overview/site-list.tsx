import { useFormatter, useLocale, useTranslations } from "next-intl";
import { memo, useState } from "react";
import { emptySite, type SiteState } from "../../server/core/site-state.ts";
import type { FleetSite } from "../../server/services/fleet/get-fleet.ts";
import type { FleetStates } from "../fleet/fold-fleet.ts";
import { formatKw } from "../format/power.ts";
import { cn } from "../ui/cn.ts";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { TypedFilter } from "../ui/typed-filter.tsx";

/** More are found by typing. */
const MOST_ROWS = 200;

type Props = {
  sites: readonly FleetSite[];
  states: FleetStates;
  selectedId: string | null;
  onSelect: (id: string | null) => void;
  isStale: boolean;
};

/** The sites in words: what the map shows, for whoever does not see or point at it. Choosing one narrows the page to it. */
export function SiteList({ sites, states, selectedId, onSelect, isStale }: Props) {
  const t = useTranslations("fleet");
  const format = useFormatter();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = sites.filter(({ name, city }) => `${name} ${city ?? ""}`.toLowerCase().includes(wanted));
  return (
    <div className="flex min-h-0 flex-col lg:h-[28rem]">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-section font-semibold">
          {t("sites")} {format.number(sites.length)}
        </h2>
        <TypedFilter label={t("findSite")} value={text} onChange={setText} className="w-44" isSearch />
      </div>
      <ScrollRegion
        label={t("sites")}
        className="max-h-96 min-h-0 overflow-y-auto rounded-card border bg-card lg:max-h-none"
      >
        <ul className="divide-y">
          {found.slice(0, MOST_ROWS).map((site) => (
            <SiteRow
              key={site.id}
              site={site}
              state={states.get(site.id)}
              isSelected={site.id === selectedId}
              onSelect={onSelect}
              isStale={isStale}
            />
          ))}
        </ul>
        {found.length === 0 && <p className="p-4 text-muted">{t("noSite")}</p>}
        {found.length > MOST_ROWS && (
          <p className="border-t p-4 text-dense text-muted">{t("moreSites", { count: found.length - MOST_ROWS })}</p>
        )}
      </ScrollRegion>
    </div>
  );
}

type RowProps = {
  site: FleetSite;
  state: SiteState | undefined;
  isSelected: boolean;
  onSelect: (id: string | null) => void;
  isStale: boolean;
};

/** Drawn anew only when its own site changed. */
const SiteRow = memo(function SiteRow({ site, state, isSelected, onSelect, isStale }: RowProps) {
  const t = useTranslations("fleet");
  const locale = useLocale();
  const { id, name, city, latitude } = site;
  const { families, powerW } = state ?? emptySite(id);
  const total = Object.values(families).reduce((sum, one) => sum + one, 0);
  return (
    <li data-site={id} className={cn("relative px-4 py-2", isSelected && "bg-brand-tint")}>
      <button
        type="button"
        aria-pressed={isSelected}
        onClick={() => onSelect(isSelected ? null : id)}
        className="text-left font-medium after:absolute after:inset-0 hover:underline"
      >
        {name}
      </button>
      <p className={cn("flex justify-between gap-4 text-dense", isStale && "text-muted")}>
        <span>
          {t("free", { free: families.free, total })}
          {families.fault > 0 && <span className="text-fault-text"> · {t("faults", { count: families.fault })}</span>}
        </span>
        <span className="tabular-nums">{formatKw(powerW, locale)} kW</span>
      </p>
      <p className="text-meta text-muted">{latitude === null ? t("noPlace") : city}</p>
    </li>
  );
});
