"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import type { Session } from "../charge-points/fold-live.ts";
import { formatKwh } from "../format/energy.ts";
import { formatKw } from "../format/power.ts";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

const PAGE_SIZE = 20;
/** On a narrow screen a period's end and kind stand under its start, so that all fits. */
const WIDE = "max-md:hidden";
/** How often what a running session comes to so far is asked for again: the server works it out each time. */
export const SO_FAR_REFETCH_MS = 15_000;

/** The stretches that the price is made of; while the session runs, so far. */
export function ChargingPeriods({ session }: { session: Session }) {
  const t = useTranslations("session");
  const trpc = useTRPC();
  const locale = useLocale();
  const format = useFormatter();
  const isRunning = session.state === "active";
  const periods = useInfiniteQuery(
    trpc.session.chargingPeriods.infiniteQueryOptions(
      { sessionId: session.id, limit: PAGE_SIZE },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, refetchInterval: isRunning && SO_FAR_REFETCH_MS },
    ),
  );
  const items = periods.data?.pages.flatMap((page) => page.items) ?? [];
  const at = (iso: string) =>
    format.dateTime(new Date(iso), { dateStyle: "medium", timeStyle: "medium", timeZone: session.timeZone });
  return (
    <section className="mb-6">
      <h2 className="mb-2 text-section font-semibold">{t(isRunning ? "periodsSoFar" : "periods")}</h2>
      {periods.isPending && <Skeleton className="h-24 w-full" />}
      {periods.isError && (
        <QueryError error={periods.error} onRetry={() => void periods.refetch()} isRetrying={periods.isFetching} />
      )}
      {periods.isSuccess && items.length === 0 && <p className="text-muted">{t("noPeriods")}</p>}
      {items.length > 0 && (
        <Table label={t("periods")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("start")}</TableHeader>
              <TableHeader className={WIDE}>{t("end")}</TableHeader>
              <TableHeader className={WIDE}>{t("kind")}</TableHeader>
              <TableHeader numeric>{t("energyKwh")}</TableHeader>
              <TableHeader numeric>{t("powerKw")}</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {items.map((period) => (
              <TableRow key={period.number}>
                <TableCell pinned className="max-md:w-full max-md:py-1.5 max-md:whitespace-normal">
                  {at(period.startedAt)}
                  <span className="block text-meta text-muted md:hidden">
                    – {at(period.endedAt)} · {t(`kinds.${period.kind}`)}
                  </span>
                </TableCell>
                <TableCell className={WIDE}>{at(period.endedAt)}</TableCell>
                <TableCell className={WIDE}>{t(`kinds.${period.kind}`)}</TableCell>
                <TableCell numeric>{formatKwh(Number(period.energyWh), locale)}</TableCell>
                <TableCell numeric>{period.powerW === null ? "—" : formatKw(period.powerW, locale)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {periods.hasNextPage && (
        <Button
          size="small"
          className="mt-2"
          onClick={() => void periods.fetchNextPage()}
          busy={periods.isFetchingNextPage}
        >
          {t("morePeriods")}
        </Button>
      )}
    </section>
  );
}
