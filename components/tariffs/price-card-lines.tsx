"use client";

import { useLocale, useTranslations } from "next-intl";
import type { CardLine, PriceCard } from "../../server/tariff/price-card.ts";
import { formatUnitPrice } from "../format/money.ts";

/** A tariff in words: its prices with VAT, in the order of the law. */
export function PriceCardLines({ card }: { card: PriceCard }) {
  const t = useTranslations("tariffs.card");
  const reason = useTranslations("price.reasons");
  const locale = useLocale();
  if (card.lines.length === 0) return <p>{t("free")}</p>;
  const when = ({ reasons }: CardLine) =>
    reasons.includes("always") ? "" : ` (${t("dependsOn", { reasons: reasons.map((key) => reason(key)).join(", ") })})`;
  return (
    <ul>
      {card.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is the lines' identity
        <li key={index}>
          {t(`kinds.${line.kind}`)}:{" "}
          <strong>{t(`per.${line.unit}`, { price: formatUnitPrice(line.grossMicros, card.currency, locale) })}</strong>
          {line.begins && `, ${t(`begins.${line.begins.on}`, { minutes: line.begins.afterMinutes })}`}
          {when(line)}
        </li>
      ))}
    </ul>
  );
}

/** The same in one line, for lists. */
export function usePriceSummary(): (card: PriceCard) => string {
  const t = useTranslations("tariffs.card");
  const locale = useLocale();
  return ({ lines, currency }) =>
    lines.length === 0
      ? t("free")
      : lines
          .map(({ unit, grossMicros }) => t(`per.${unit}`, { price: formatUnitPrice(grossMicros, currency, locale) }))
          .filter((text, index, all) => all.indexOf(text) === index)
          .join(" + ");
}
