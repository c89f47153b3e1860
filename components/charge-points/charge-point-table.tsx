"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { formatPower } from "../format/power.ts";
import { cn } from "../ui/cn.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { toStatus } from "./connector-status.ts";
import type { ChargePoint, Session } from "./fold-live.ts";

type Props = {
  /** Null while loading: as many empty rows, so that nothing moves when they come. */
  rows: readonly ChargePoint[] | null;
  /** Running sessions by charge point id and connector number. */
  sessions: ReadonlyMap<string, Session>;
  isStale: boolean;
};

const SKELETON_ROWS = Array.from({ length: 8 }, (_, index) => `row-${index}`);

/** Charge points with their connectors. One row each; values change where they are. */
export function ChargePointTable({ rows, sessions, isStale }: Props) {
  const t = useTranslations("overview");
  return (
    <Table label={t("title")} aria-busy={rows === null}>
      <TableHead>
        <tr>
          <TableHeader pinned>{t("chargePoint")}</TableHeader>
          <TableHeader>{t("connectors")}</TableHeader>
          <TableHeader>{t("model")}</TableHeader>
          <TableHeader>{t("lastSeen")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows === null
          ? SKELETON_ROWS.map((key) => (
              <TableRow key={key}>
                <TableCell pinned>
                  <Skeleton className="h-4 w-32" />
                </TableCell>
                <TableCell>
                  <Skeleton className="h-5.5 w-56" />
                </TableCell>
                <TableCell>
                  <Skeleton className="h-4 w-24" />
                </TableCell>
                <TableCell>
                  <Skeleton className="h-4 w-20" />
                </TableCell>
              </TableRow>
            ))
          : rows.map((row) => <Row key={row.id} row={row} sessions={sessions} isStale={isStale} />)}
      </TableBody>
    </Table>
  );
}

function Row({ row, sessions, isStale }: { row: ChargePoint; sessions: Props["sessions"]; isStale: boolean }) {
  const t = useTranslations("overview");
  return (
    <TableRow data-charge-point={row.identity}>
      <TableCell pinned>
        <Link href={`/admin/charge-points/${row.id}`} className="font-medium text-brand hover:underline">
          {row.identity}
        </Link>
        {row.name && <span className="block text-meta text-muted">{row.name}</span>}
      </TableCell>
      <TableCell className={cn(isStale && "opacity-60")}>
        <ul className="flex flex-wrap gap-x-4 gap-y-1 py-1">
          {row.connectors.map((connector) => (
            <li key={connector.id} className="flex items-center gap-2">
              <span className="text-muted">{connector.number}</span>
              <StateBadge
                status={toStatus(connector.status)}
                isOnline={row.isOnline}
                errorCode={connector.errorCode}
                since={connector.statusAt ? new Date(connector.statusAt) : null}
              />
              <RunningSession session={sessions.get(`${row.id}/${connector.number}`)} />
            </li>
          ))}
          {row.connectors.length === 0 && <li className="text-muted">{t("noConnectors")}</li>}
        </ul>
      </TableCell>
      <TableCell>{[row.vendor, row.model].filter(Boolean).join(" ") || "—"}</TableCell>
      <TableCell>{row.lastSeenAt ? <RelativeTime at={new Date(row.lastSeenAt)} /> : t("never")}</TableCell>
    </TableRow>
  );
}

function RunningSession({ session }: { session: Session | undefined }) {
  const locale = useLocale();
  if (!session) return null;
  return (
    <Link href={`/admin/sessions/${session.id}`} className="tabular-nums hover:underline">
      {session.powerW !== null && `${formatPower(session.powerW, locale)} · `}
      {formatEnergy(Number(session.energyWh), locale)}
      {session.currency &&
        session.grossMinor !== null &&
        ` · ${formatMoney(BigInt(session.grossMinor), session.currency, locale)}`}
    </Link>
  );
}
