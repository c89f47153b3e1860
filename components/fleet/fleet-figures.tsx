"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { SiteState } from "../../server/core/site-state.ts";
import { formatKw } from "../format/power.ts";
import { KeyFigure } from "../ui/key-figure.tsx";

/** The fleet, or one site, in six numbers; null: not known yet. */
export function FleetFigures({ state, isStale }: { state: SiteState | null; isStale: boolean }) {
  const t = useTranslations("overview");
  const locale = useLocale();
  const format = useFormatter();
  const figures = [
    ["online", state?.online],
    ["offline", state && state.stations - state.online],
    ["charging", state?.families.charging],
    ["faulted", state?.families.fault],
    ["sessions", state?.sessions],
  ] as const;
  return (
    <section aria-label={t("figures")} className="mb-4 grid grid-cols-2 gap-2 sm:grid-cols-3 md:gap-4 lg:grid-cols-6">
      {figures.map(([name, value]) => (
        <KeyFigure
          key={name}
          label={t(name)}
          value={value === undefined || value === null ? "—" : format.number(value)}
          isStale={isStale}
        />
      ))}
      <KeyFigure label={t("power")} value={state ? formatKw(state.powerW, locale) : "—"} unit="kW" isStale={isStale} />
    </section>
  );
}
