"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { fromTraceJson } from "../../server/tariff/price-trace.ts";
import type { PriceLine } from "../../server/tariff/priced-session.ts";
import { formatDuration } from "../format/duration.ts";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney, formatUnitPrice } from "../format/money.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

const PER = { mWh: "kWh", s: "h", once: "" } as const;

/** The price, line by line: what was used, at which price, when and why; then taxes, limits and the total. */
export function PriceLines({ trace, timeZone }: { trace: unknown; timeZone: string }) {
  const t = useTranslations("price");
  const locale = useLocale();
  const format = useFormatter();
  const priced = fromTraceJson(trace);
  const { currency } = priced;
  const micros = (amount: bigint) => formatUnitPrice(amount, currency, locale);
  const money = (minor: bigint) => formatMoney(minor, currency, locale);
  const percent = (ppm: bigint | null) =>
    ppm === null ? t("noVat") : format.number(Number(ppm) / 1_000_000, { style: "percent", maximumFractionDigits: 2 });
  const clock = (ms: number) => format.dateTime(new Date(ms), { dateStyle: "short", timeStyle: "short", timeZone });
  const quantity = ({ unit, quantity: used, stepSurplus }: PriceLine) => {
    const text =
      unit === "mWh"
        ? formatEnergy(Number(used) / 1000, locale)
        : unit === "s"
          ? formatDuration(Number(used) * 1000)
          : "1";
    return stepSurplus > 0n ? `${text} ${t("roundedUp")}` : text;
  };
  return (
    <Table label={t("title")}>
      <TableHead>
        <tr>
          <TableHeader pinned>{t("what")}</TableHeader>
          <TableHeader>{t("when")}</TableHeader>
          <TableHeader numeric>{t("used")}</TableHeader>
          <TableHeader numeric>{t("unitPrice")}</TableHeader>
          <TableHeader numeric>{t("vat")}</TableHeader>
          <TableHeader numeric>{t("net")}</TableHeader>
          <TableHeader numeric>{t("gross")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {priced.lines.map((line) => (
          <TableRow key={`${line.dimension}-${line.elementIndex}-${line.fromMs}`}>
            <TableCell pinned>
              {t(`dimensions.${line.dimension}`)}
              {line.reasons.length > 0 && (
                <span className="block text-meta text-muted">
                  {t("because", { reasons: line.reasons.map((reason) => t(`reasons.${reason}`)).join(", ") })}
                </span>
              )}
            </TableCell>
            <TableCell>
              {clock(line.fromMs)}
              {line.toMs > line.fromMs && ` – ${clock(line.toMs)}`}
            </TableCell>
            <TableCell numeric>{quantity(line)}</TableCell>
            <TableCell numeric>
              {micros(line.unitPriceMicros)}
              {PER[line.unit] && ` / ${PER[line.unit]}`}
            </TableCell>
            <TableCell numeric>{percent(line.vatPpm)}</TableCell>
            <TableCell numeric>{micros(line.netMicros)}</TableCell>
            <TableCell numeric>{micros(line.grossMicros)}</TableCell>
          </TableRow>
        ))}
        {priced.adjustments.map((adjustment) => (
          <TableRow key={adjustment.limit}>
            <TableCell pinned>{t(adjustment.limit)}</TableCell>
            <TableCell colSpan={4} />
            <TableCell numeric>{micros(adjustment.netMicros)}</TableCell>
            <TableCell numeric>{micros(adjustment.grossMicros)}</TableCell>
          </TableRow>
        ))}
        <TableRow className="font-semibold">
          <TableCell pinned>{t("total")}</TableCell>
          <TableCell colSpan={4}>{t("totalVat", { vat: money(priced.vatMinor) })}</TableCell>
          <TableCell numeric>{money(priced.netMinor)}</TableCell>
          <TableCell numeric>
            <span data-testid="total-gross">{money(priced.grossMinor)}</span>
          </TableCell>
        </TableRow>
      </TableBody>
    </Table>
  );
}
