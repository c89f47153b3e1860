"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { formatKw } from "../format/power.ts";
import { KeyFigure } from "../ui/key-figure.tsx";

type Props = { data: RouterOutputs["chargePoint"]["overview"] | undefined; isStale: boolean };

/** The fleet in six numbers, whatever the filters show. */
export function OverviewFigures({ data, isStale }: Props) {
  const t = useTranslations("overview");
  const locale = useLocale();
  const format = useFormatter();
  const count = (value: number | undefined) => (value === undefined ? "—" : format.number(value));
  return (
    <section aria-label={t("figures")} className="mb-4 grid grid-cols-2 gap-2 sm:grid-cols-3 md:gap-4 lg:grid-cols-6">
      <KeyFigure label={t("online")} value={count(data?.online)} isStale={isStale} />
      <KeyFigure label={t("offline")} value={count(data?.offline)} isStale={isStale} />
      <KeyFigure label={t("charging")} value={count(data?.charging)} isStale={isStale} />
      <KeyFigure label={t("faulted")} value={count(data?.faulted)} isStale={isStale} />
      <KeyFigure label={t("sessions")} value={count(data?.activeSessions)} isStale={isStale} />
      <KeyFigure label={t("power")} value={data ? formatKw(data.powerW, locale) : "—"} unit="kW" isStale={isStale} />
    </section>
  );
}
