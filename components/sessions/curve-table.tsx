"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatKwh } from "../format/energy.ts";
import { formatKw } from "../format/power.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { Curve } from "./fold-curve.ts";

/** What the chart shows, in numbers. */
export function CurveTable({ curve, timeZone }: { curve: Curve; timeZone: string }) {
  const t = useTranslations("session");
  const locale = useLocale();
  const format = useFormatter();
  const kw = (watts: number | null) => (watts === null ? "—" : formatKw(watts, locale));
  return (
    <div className="grid max-h-96 grid-rows-[minmax(0,1fr)]">
      <Table label={t("curve")}>
        <TableHead>
          <tr>
            <TableHeader pinned>{t("time")}</TableHeader>
            <TableHeader numeric>{t("meanKw")}</TableHeader>
            <TableHeader numeric>{t("maxKw")}</TableHeader>
            <TableHeader numeric>{t("registerKwh")}</TableHeader>
            <TableHeader numeric>{t("socPercent")}</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {curve.buckets.map(({ at, meanPowerW, maxPowerW, energyRegisterWh, socPercent }) => (
            <TableRow key={at}>
              <TableCell pinned>
                <time dateTime={at}>
                  {format.dateTime(new Date(at), { dateStyle: "short", timeStyle: "medium", timeZone })}
                </time>
              </TableCell>
              <TableCell numeric>{kw(meanPowerW)}</TableCell>
              <TableCell numeric>{kw(maxPowerW)}</TableCell>
              <TableCell numeric>
                {energyRegisterWh === null ? "—" : formatKwh(Number(energyRegisterWh), locale)}
              </TableCell>
              <TableCell numeric>{socPercent ?? "—"}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
