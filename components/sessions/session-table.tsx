"use client";

import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useRef } from "react";
import type { Session } from "../charge-points/fold-live.ts";
import { formatDuration } from "../format/duration.ts";
import { formatKwh } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { formatKw } from "../format/power.ts";
import { useRowKeys } from "../shell/use-row-keys.ts";
import { Badge } from "../ui/badge.tsx";
import { cn } from "../ui/cn.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

const SKELETON_ROWS = Array.from({ length: 8 }, (_, index) => `row-${index}`);
/** On a phone a row has two lines: what stands in these columns is on the second one. */
const WIDE = "max-md:hidden";
const NARROW = "max-md:px-2";

/** Sessions as rows. `rows` is null while they are on their way: as many empty ones, so that nothing moves. */
export function SessionTable({ rows, isStale }: { rows: readonly Session[] | null; isStale: boolean }) {
  const t = useTranslations("sessions");
  const table = useRef<HTMLTableElement>(null);
  useRowKeys(table);
  return (
    <Table
      ref={table}
      label={t("title")}
      aria-busy={rows === null}
      data-stale={isStale || undefined}
      className={cn(isStale && "[&_td]:text-muted")}
    >
      <TableHead>
        <tr>
          <TableHeader pinned>{t("start")}</TableHeader>
          <TableHeader className={WIDE}>{t("chargePoint")}</TableHeader>
          <TableHeader className={WIDE}>{t("card")}</TableHeader>
          <TableHeader className={WIDE}>{t("state")}</TableHeader>
          <TableHeader numeric className={WIDE}>
            {t("powerKw")}
          </TableHeader>
          <TableHeader numeric className={WIDE}>
            {t("duration")}
          </TableHeader>
          <TableHeader numeric className={NARROW}>
            {t("energyKwh")}
          </TableHeader>
          <TableHeader numeric className={NARROW}>
            {t("cost")}
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows === null
          ? SKELETON_ROWS.map((key) => (
              <TableRow key={key}>
                <TableCell pinned>
                  <Skeleton className="h-4 w-28" />
                </TableCell>
                <TableCell colSpan={7}>
                  <Skeleton className="h-4 w-full" />
                </TableCell>
              </TableRow>
            ))
          : rows.map((row) => <Row key={row.id} row={row} />)}
      </TableBody>
    </Table>
  );
}

function Row({ row }: { row: Session }) {
  const locale = useLocale();
  const format = useFormatter();
  const startedAt = new Date(row.startedAt);
  const until = row.endedAt ?? row.lastReadingAt ?? row.startedAt;
  return (
    <TableRow data-session={row.id}>
      <TableCell pinned className="max-md:w-full max-md:py-1.5">
        <Link
          href={`/admin/sessions/${row.id}`}
          data-row-link={row.id}
          className="inline-block min-h-6 content-center font-medium text-brand hover:underline"
        >
          <time dateTime={row.startedAt}>
            {format.dateTime(startedAt, { dateStyle: "medium", timeStyle: "short" })}
          </time>
        </Link>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 whitespace-normal text-meta text-muted md:hidden">
          {row.chargePointIdentity} · {row.connectorNumber}
          <Badges row={row} />
        </span>
      </TableCell>
      <TableCell className={WIDE}>
        {row.chargePointIdentity} · {row.connectorNumber}
      </TableCell>
      <TableCell className={WIDE}>
        {row.idToken}
        {row.driverName && <span className="ml-2 text-muted">{row.driverName}</span>}
      </TableCell>
      <TableCell className={WIDE}>
        <Badges row={row} />
      </TableCell>
      <TableCell numeric className={WIDE}>
        {row.state === "active" && row.powerW !== null ? formatKw(row.powerW, locale) : "—"}
      </TableCell>
      <TableCell numeric className={WIDE}>
        {formatDuration(new Date(until).getTime() - startedAt.getTime())}
      </TableCell>
      <TableCell numeric className={NARROW}>
        {formatKwh(Number(row.energyWh), locale)}
      </TableCell>
      <TableCell numeric className={NARROW}>
        {row.currency && row.grossMinor !== null ? formatMoney(BigInt(row.grossMinor), row.currency, locale) : "—"}
      </TableCell>
    </TableRow>
  );
}

function Badges({ row }: { row: Session }) {
  const t = useTranslations("sessions");
  return (
    <span className="inline-flex gap-1">
      <Badge tone={row.state === "active" ? "info" : "muted"}>{t(`states.${row.state}`)}</Badge>
      {row.suspect.length > 0 && <Badge tone="warning">{t("suspect")}</Badge>}
    </span>
  );
}
