"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { PowerHistory } from "../../server/services/fleet/get-power-history.ts";
import { formatKw } from "../format/power.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

/** What the chart shows, in numbers: the newest first. */
export function FleetPowerTable({ history }: { history: PowerHistory }) {
  const t = useTranslations("fleet");
  const locale = useLocale();
  const format = useFormatter();
  const kw = (watts: number | null) => (watts === null ? "—" : formatKw(watts, locale));
  return (
    <div className="grid max-h-72 grid-rows-[minmax(0,1fr)]">
      <Table label={t("power")}>
        <TableHead>
          <tr>
            <TableHeader pinned>{t("time")}</TableHeader>
            <TableHeader numeric>{t("meanKw")}</TableHeader>
            <TableHeader numeric>{t("maxKw")}</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {history.points.toReversed().map(({ at, meanW, maxW }) => (
            <TableRow key={at}>
              <TableCell pinned>
                <time dateTime={at}>{format.dateTime(new Date(at), { dateStyle: "short", timeStyle: "short" })}</time>
              </TableCell>
              <TableCell numeric>{kw(meanW)}</TableCell>
              <TableCell numeric>{kw(maxW)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
