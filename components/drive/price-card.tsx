"use client";

import { useLocale, useTranslations } from "next-intl";
import type { PlugPrice, PricePart } from "../../server/tariff/plug-price.ts";
import { formatDuration } from "../format/duration.ts";
import { formatMoney, formatUnitPrice } from "../format/money.ts";

/** What charging costs here, before it is begun: in the order of the law, VAT included, with examples. */
export function PriceCard({ price }: { price: PlugPrice | null }) {
  const t = useTranslations("drive.price");
  const locale = useLocale();
  if (!price) return <p className="text-muted">{t("unknown")}</p>;
  const unit = (micros: string) => formatUnitPrice(BigInt(micros), price.currency, locale);
  return (
    <section aria-label={t("title")} data-slot="price-card" className="rounded-card border bg-card p-4">
      {price.isFree ? (
        <p className="font-medium">{t("free")}</p>
      ) : (
        <dl className="flex flex-col gap-2">
          {price.parts.map((part) => (
            <div key={part.kind} className="flex items-baseline justify-between gap-4">
              <dt className="min-w-0">
                {t(`kind.${part.kind}`)}
                {part.afterS > 0 && (
                  <span className="block text-body text-muted">
                    {t("after", { duration: formatDuration(part.afterS * 1000) })}
                  </span>
                )}
                {isRange(part) && (
                  <span className="block text-body text-muted">
                    {t("varies", {
                      from: unit(part.lowestGrossMicros),
                      to: unit(part.highestGrossMicros),
                      reasons: part.variesBy.map((reason) => t(`reason.${reason}`)).join(", "),
                    })}
                  </span>
                )}
              </dt>
              <dd className="shrink-0 text-right font-semibold">
                {unit(part.grossMicros)}
                <span className="font-normal text-muted"> / {t(`per.${part.per}`)}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {price.minGrossMicros !== null && (
        <p className="mt-2 text-body">{t("atLeast", { amount: unit(price.minGrossMicros) })}</p>
      )}
      {price.maxGrossMicros !== null && (
        <p className="mt-2 text-body">{t("atMost", { amount: unit(price.maxGrossMicros) })}</p>
      )}
      {!price.isFree && (
        <p className="mt-3 border-t pt-3 text-body text-muted">
          {price.estimates.map(({ energyWh, minutes, grossMinor }) => (
            <span key={energyWh} className="block">
              {t("example", {
                energy: energyWh / 1000,
                duration: formatDuration(minutes * 60_000),
                amount: formatMoney(BigInt(grossMinor), price.currency, locale),
              })}
            </span>
          ))}
          <span className="block">{t("vatIncluded")}</span>
        </p>
      )}
    </section>
  );
}

const isRange = ({ lowestGrossMicros, highestGrossMicros }: PricePart) => lowestGrossMicros !== highestGrossMicros;

/** The price in one line, for lists: per kWh if there is one; what holds now, and between what it varies. */
export function useShortPrice(): (price: PlugPrice | null) => string {
  const t = useTranslations("drive.price");
  const locale = useLocale();
  return (price) => {
    if (!price) return t("unknown");
    if (price.isFree) return t("free");
    const [first, ...more] = price.parts;
    if (!first) return t("unknown");
    const unit = (micros: string) => formatUnitPrice(BigInt(micros), price.currency, locale);
    const range = t("range", { from: unit(first.lowestGrossMicros), to: unit(first.highestGrossMicros) });
    return `${unit(first.grossMicros)} / ${t(`per.${first.per}`)}${isRange(first) ? ` (${range})` : ""}${more.length > 0 ? ` + ${t("more")}` : ""}`;
  };
}
