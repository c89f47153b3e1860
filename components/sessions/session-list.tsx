"use client";

import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useRef } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { foldSession, type Session } from "../charge-points/fold-live.ts";
import { formatDuration } from "../format/duration.ts";
import { formatKwh } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

type Pages = InfiniteData<RouterOutputs["session"]["list"]>;
const STATES = ["all", "active", "ended"] as const;
const REFRESH_MS = 1000;

/** Sessions, newest first; running ones move. */
export function SessionList() {
  const t = useTranslations("sessions");
  const trpc = useTRPC();
  const client = useQueryClient();
  const isStale = useConnection().since !== null;
  const [state, setState] = useQueryState("state", parseAsStringLiteral(STATES).withDefault("all"));
  const sessions = useInfiniteQuery(
    trpc.session.list.infiniteQueryOptions(
      { limit: 50, ...(state === "all" ? {} : { state }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLiveTopic({ kind: "tenant" }, (events) => {
    client.setQueriesData<Pages>({ queryKey: trpc.session.list.pathKey() }, (data) =>
      data?.pages
        ? {
            ...data,
            pages: data.pages.map((page) => ({ ...page, items: page.items.map((item) => foldSession(item, events)) })),
          }
        : data,
    );
    const isNew = events.some((event) => event.type === "sessionChanged" && event.cause === "started");
    if (!isNew || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: trpc.session.list.pathKey() });
    }, REFRESH_MS);
  });
  const rows = sessions.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHead
        title={t("title")}
        filters={
          <select
            aria-label={t("state")}
            value={state}
            onChange={(event) => void setState(event.target.value as (typeof STATES)[number])}
            className="h-8 rounded-control border border-line-strong bg-card px-2 text-body"
          >
            {STATES.map((name) => (
              <option key={name} value={name}>
                {t(`states.${name}`)}
              </option>
            ))}
          </select>
        }
      />
      {sessions.isError ? (
        <QueryError error={sessions.error} onRetry={() => void sessions.refetch()} isRetrying={sessions.isFetching} />
      ) : sessions.isSuccess && rows.length === 0 ? (
        <EmptyState title={state === "all" ? t("empty") : t("noMatch")} />
      ) : (
        <Table label={t("title")} aria-busy={!sessions.isSuccess} className={cn(isStale && "opacity-60")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("start")}</TableHeader>
              <TableHeader>{t("chargePoint")}</TableHeader>
              <TableHeader>{t("card")}</TableHeader>
              <TableHeader>{t("state")}</TableHeader>
              <TableHeader numeric>{t("duration")}</TableHeader>
              <TableHeader numeric>{t("energyKwh")}</TableHeader>
              <TableHeader numeric>{t("cost")}</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {sessions.isSuccess
              ? rows.map((row) => <Row key={row.id} row={row} />)
              : ["a", "b", "c", "d", "e"].map((key) => (
                  <TableRow key={key}>
                    <TableCell pinned>
                      <Skeleton className="h-4 w-28" />
                    </TableCell>
                    <TableCell colSpan={6}>
                      <Skeleton className="h-4 w-full" />
                    </TableCell>
                  </TableRow>
                ))}
          </TableBody>
        </Table>
      )}
      {sessions.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void sessions.fetchNextPage()} busy={sessions.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ row }: { row: Session }) {
  const t = useTranslations("sessions");
  const locale = useLocale();
  const format = useFormatter();
  const startedAt = new Date(row.startedAt);
  const until = row.endedAt ?? row.lastReadingAt ?? row.startedAt;
  return (
    <TableRow data-session={row.id}>
      <TableCell pinned>
        <Link href={`/admin/sessions/${row.id}`} className="font-medium text-brand hover:underline">
          <time dateTime={row.startedAt}>
            {format.dateTime(startedAt, { dateStyle: "medium", timeStyle: "short" })}
          </time>
        </Link>
      </TableCell>
      <TableCell>
        {row.chargePointIdentity} · {row.connectorNumber}
      </TableCell>
      <TableCell>{row.idToken}</TableCell>
      <TableCell>
        <span className="flex gap-1">
          <Badge tone={row.state === "active" ? "info" : "muted"}>{t(`states.${row.state}`)}</Badge>
          {row.suspect.length > 0 && <Badge tone="warning">{t("suspect")}</Badge>}
        </span>
      </TableCell>
      <TableCell numeric>{formatDuration(new Date(until).getTime() - startedAt.getTime())}</TableCell>
      <TableCell numeric>{formatKwh(Number(row.energyWh), locale)}</TableCell>
      <TableCell numeric>
        {row.currency && row.grossMinor !== null ? formatMoney(BigInt(row.grossMinor), row.currency, locale) : "—"}
      </TableCell>
    </TableRow>
  );
}
