"use client";

import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { memo } from "react";
import type { SessionRow as Session } from "../charge-points/fold-live.ts";
import { formatDuration } from "../format/duration.ts";
import { formatKwh } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { formatKw } from "../format/power.ts";
import { Badge } from "../ui/badge.tsx";
import { cn } from "../ui/cn.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { AS_CELL, AS_ROW, CELL, COLUMNS, NUMERIC, PINNED, ROW, WIDE } from "./session-columns.ts";

type RowProps = {
  readonly row: Session;
  /** Its number in the list, from 0. */
  readonly number: number;
  readonly topPx: number;
};

/** Rows move by the page being scrolled, not by being drawn again. */
export const SessionRow = memo(function SessionRow({ row, number, topPx }: RowProps) {
  const locale = useLocale();
  const format = useFormatter();
  const startedAt = new Date(row.startedAt);
  const until = row.endedAt ?? row.lastReadingAt ?? row.startedAt;
  return (
    <tr
      {...AS_ROW}
      aria-rowindex={number + 2}
      data-session={row.id}
      className={cn(ROW, COLUMNS)}
      style={placeAt(topPx)}
    >
      <td {...AS_CELL} className={cn(CELL, PINNED)}>
        <Link
          href={`/admin/sessions/${row.id}`}
          prefetch={false}
          data-row-link={row.id}
          className="inline-block min-h-6 content-center font-medium text-brand hover:underline"
        >
          <time dateTime={row.startedAt}>
            {format.dateTime(startedAt, { dateStyle: "medium", timeStyle: "short" })}
          </time>
        </Link>
        <span className="flex items-center gap-2 overflow-hidden text-meta text-muted md:hidden">
          <span className="truncate">
            {row.chargePointIdentity} · {row.connectorNumber}
          </span>
          <Badges row={row} />
        </span>
      </td>
      <td {...AS_CELL} className={cn(CELL, WIDE)}>
        {row.chargePointIdentity} · {row.connectorNumber}
      </td>
      <td {...AS_CELL} className={cn(CELL, WIDE)}>
        {row.idToken}
        {row.driverName && <span className="ml-2 text-muted">{row.driverName}</span>}
      </td>
      <td {...AS_CELL} className={cn(CELL, WIDE)}>
        <Badges row={row} />
      </td>
      <td {...AS_CELL} className={cn(CELL, NUMERIC, WIDE)}>
        {row.state === "active" && row.powerW !== null ? formatKw(row.powerW, locale) : "—"}
      </td>
      <td {...AS_CELL} className={cn(CELL, NUMERIC, WIDE)}>
        {formatDuration(new Date(until).getTime() - startedAt.getTime())}
      </td>
      <td {...AS_CELL} className={cn(CELL, NUMERIC)}>
        {formatKwh(Number(row.energyWh), locale)}
      </td>
      <td {...AS_CELL} className={cn(CELL, NUMERIC)}>
        {row.currency && row.grossMinor !== null ? formatMoney(BigInt(row.grossMinor), row.currency, locale) : "—"}
      </td>
    </tr>
  );
});

/** As high as a row, until it is read. */
export const RowPlaceholder = memo(function RowPlaceholder({ topPx }: { topPx: number | null }) {
  return (
    <tr
      {...AS_ROW}
      className={cn(ROW, COLUMNS, topPx === null && "static")}
      style={topPx === null ? undefined : placeAt(topPx)}
    >
      <td {...AS_CELL} className={cn(CELL, "col-span-full")}>
        <Skeleton className="h-4 w-full" />
      </td>
    </tr>
  );
});

const placeAt = (topPx: number) => ({ transform: `translateY(${topPx}px)` });

function Badges({ row }: { row: Session }) {
  const t = useTranslations("sessions");
  return (
    <span className="inline-flex min-w-0 gap-1">
      <Badge tone={row.state === "active" ? "info" : "muted"}>{t(`states.${row.state}`)}</Badge>
      {row.suspect.length > 0 && <Badge tone="warning">{t("suspect")}</Badge>}
    </span>
  );
}
