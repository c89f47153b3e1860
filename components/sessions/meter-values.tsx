"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useId } from "react";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { SO_FAR_REFETCH_MS } from "./charging-periods.tsx";
import { meterFlagText } from "./suspect-text.ts";
import { type ReadingRow, SAMPLE_WORDS, toReadingRows } from "./to-reading-rows.ts";

const PAGE_SIZE = 50;

/** The station's own words, as evidence. Asked for only when somebody wants to see them. */
export function MeterValues({ sessionId, isRunning }: { sessionId: string; isRunning: boolean }) {
  const t = useTranslations("session");
  const [isOpen, setOpen] = useQueryState("readings", parseAsBoolean.withDefault(false));
  const contentId = useId();
  return (
    <section className="mb-6">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{t("readings")}</h2>
        <Button
          size="small"
          aria-expanded={isOpen}
          aria-controls={contentId}
          onClick={() => void setOpen(isOpen ? null : true)}
        >
          {isOpen ? t("hideReadings") : t("showReadings")}
        </Button>
      </div>
      <div id={contentId}>{isOpen && <Readings sessionId={sessionId} isRunning={isRunning} />}</div>
    </section>
  );
}

function Readings({ sessionId, isRunning }: { sessionId: string; isRunning: boolean }) {
  const t = useTranslations("session");
  const trpc = useTRPC();
  const readings = useInfiniteQuery(
    trpc.session.meterValues.infiniteQueryOptions(
      { sessionId, limit: PAGE_SIZE },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, refetchInterval: isRunning && SO_FAR_REFETCH_MS },
    ),
  );
  if (readings.isPending) return <Skeleton className="h-64 w-full" />;
  const rows = toReadingRows(readings.data?.pages.flatMap((page) => page.items) ?? []);
  return (
    <>
      {readings.isError && (
        <QueryError
          error={readings.error}
          onRetry={() => void readings.refetch()}
          isRetrying={readings.isFetching}
          className="mb-2"
        />
      )}
      {readings.isSuccess && rows.length === 0 && <p className="text-muted">{t("noRawReadings")}</p>}
      {rows.length > 0 && (
        <>
          <p className="mb-2 max-w-[75ch] text-meta text-muted">{t("readingsHelp")}</p>
          <div className="grid max-h-128 grid-rows-[minmax(0,1fr)]">
            <Table label={t("readings")}>
              <TableHead>
                <tr>
                  <TableHeader pinned>{t("instant")}</TableHeader>
                  {SAMPLE_WORDS.map((word) => (
                    <TableHeader key={word} numeric={word === "value"}>
                      {t(word)}
                    </TableHeader>
                  ))}
                  <TableHeader>{t("flagsHead")}</TableHeader>
                </tr>
              </TableHead>
              <TableBody>
                {rows.map((row) => (
                  <Row key={row.key} row={row} />
                ))}
              </TableBody>
            </Table>
          </div>
        </>
      )}
      {readings.hasNextPage && (
        <Button
          size="small"
          className="mt-2"
          onClick={() => void readings.fetchNextPage()}
          busy={readings.isFetchingNextPage}
        >
          {t("moreReadings")}
        </Button>
      )}
    </>
  );
}

function Row({ row }: { row: ReadingRow }) {
  const t = useTranslations("session");
  return (
    <TableRow>
      <TableCell pinned className="font-mono text-code">
        <time dateTime={row.at} className={row.isFirst ? undefined : "sr-only"}>
          {row.rawAt}
        </time>
      </TableCell>
      {SAMPLE_WORDS.map((word) => (
        <TableCell key={word} numeric={word === "value"} className="font-mono text-code">
          {row.words[word]}
        </TableCell>
      ))}
      <TableCell className="min-w-48 whitespace-normal">
        {row.flags.map((flag) => meterFlagText(t, flag)).join(" ")}
      </TableCell>
    </TableRow>
  );
}
