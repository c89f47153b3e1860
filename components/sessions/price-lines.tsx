"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { fromTraceJson } from "../../server/tariff/price-trace.ts";
import type { PriceLine } from "../../server/tariff/priced-session.ts";
import { formatDuration } from "../format/duration.ts";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney, formatUnitPrice } from "../format/money.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

/** On a narrow screen a line's particulars stand under its name, so that all fits. */
const WIDE = "max-md:hidden";
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
  const unitPrice = ({ unit, unitPriceMicros }: PriceLine) =>
    `${micros(unitPriceMicros)}${PER[unit] && ` / ${PER[unit]}`}`;
  const vatOfTotal = t("totalVat", { vat: money(priced.vatMinor) });
  return (
    <Table label={t("title")}>
      <TableHead>
        <tr>
          <TableHeader pinned>{t("what")}</TableHeader>
          <TableHeader className={WIDE}>{t("when")}</TableHeader>
          <TableHeader numeric className={WIDE}>
            {t("used")}
          </TableHeader>
          <TableHeader numeric className={WIDE}>
            {t("unitPrice")}
          </TableHeader>
          <TableHeader numeric className={WIDE}>
            {t("vat")}
          </TableHeader>
          <TableHeader numeric>{t("net")}</TableHeader>
          <TableHeader numeric>{t("gross")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {priced.lines.map((line) => (
          <TableRow key={`${line.dimension}-${line.elementIndex}-${line.fromMs}`}>
            <TableCell pinned className="max-md:w-full max-md:py-1.5 max-md:whitespace-normal">
              {t(`dimensions.${line.dimension}`)}
              <span className="block text-meta text-muted md:hidden">
                {quantity(line)} × {unitPrice(line)} · {percent(line.vatPpm)}
              </span>
              {line.reasons.length > 0 && (
                <span className="block text-meta text-muted">
                  {t("because", { reasons: line.reasons.map((reason) => t(`reasons.${reason}`)).join(", ") })}
                </span>
              )}
            </TableCell>
            <TableCell className={WIDE}>
              {clock(line.fromMs)}
              {line.toMs > line.fromMs && ` – ${clock(line.toMs)}`}
            </TableCell>
            <TableCell numeric className={WIDE}>
              {quantity(line)}
            </TableCell>
            <TableCell numeric className={WIDE}>
              {unitPrice(line)}
            </TableCell>
            <TableCell numeric className={WIDE}>
              {percent(line.vatPpm)}
            </TableCell>
            <TableCell numeric>{micros(line.netMicros)}</TableCell>
            <TableCell numeric>{micros(line.grossMicros)}</TableCell>
          </TableRow>
        ))}
        {priced.adjustments.map((adjustment) => (
          <TableRow key={adjustment.limit}>
            <TableCell pinned>{t(adjustment.limit)}</TableCell>
            <TableCell colSpan={4} className={WIDE} />
            <TableCell numeric>{micros(adjustment.netMicros)}</TableCell>
            <TableCell numeric>{micros(adjustment.grossMicros)}</TableCell>
          </TableRow>
        ))}
        <TableRow className="font-semibold">
          <TableCell pinned className="max-md:py-1.5 max-md:whitespace-normal">
            {t("total")}
            <span className="block text-meta font-normal text-muted md:hidden">{vatOfTotal}</span>
          </TableCell>
          <TableCell colSpan={4} className={WIDE}>
            {vatOfTotal}
          </TableCell>
          <TableCell numeric>{money(priced.netMinor)}</TableCell>
          <TableCell numeric>
            <span data-testid="total-gross">{money(priced.grossMinor)}</span>
          </TableCell>
        </TableRow>
      </TableBody>
    </Table>
  );
}
