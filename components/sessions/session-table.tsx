"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useRef } from "react";
import type { SessionRow as Session } from "../charge-points/fold-live.ts";
import { useRowKeys } from "../shell/use-row-keys.ts";
import { cn } from "../ui/cn.ts";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import type { VirtualRows } from "../ui/use-virtual-rows.ts";
import {
  AS_GROUP,
  AS_HEADER,
  AS_ROW,
  AS_TABLE,
  COLUMNS,
  NUMERIC,
  PINNED,
  ROW_HEIGHT,
  WIDE,
} from "./session-columns.ts";
import { RowPlaceholder, SessionRow } from "./session-row.tsx";
import type { Order } from "./slots.ts";

export type TableRefs = {
  readonly region: RefObject<HTMLElement | null>;
  readonly probe: RefObject<HTMLDivElement | null>;
  readonly head: RefObject<HTMLTableSectionElement | null>;
};

type Props = {
  readonly refs: TableRefs;
  readonly rows: VirtualRows;
  /** Null for a row that is not read yet. */
  readonly rowAt: (row: number) => Session | null;
  /** How many rows there are; null when that is unknown or an estimate. */
  readonly total: number | null;
  /** Nothing is known yet: as many empty rows, so that nothing moves when they come. */
  readonly isLoading: boolean;
  readonly isBusy: boolean;
  readonly isStale: boolean;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
};

const LOADING_ROWS = Array.from({ length: 8 }, (_, index) => `row-${index}`);
const HEAD = "block truncate px-3 font-medium text-left max-md:whitespace-normal max-md:px-2";

/** Sessions as rows, of which only those in sight stand in the page. */
export function SessionTable({ refs, rows, rowAt, total, isLoading, isBusy, isStale, order, onOrder }: Props) {
  const t = useTranslations("sessions");
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const { first, end, shiftPx } = rows.range;
  const Arrow = order === "newest" ? ArrowDown : ArrowUp;
  return (
    <ScrollRegion
      ref={refs.region}
      label={t("title")}
      className="relative min-h-0 shrink scroll-pt-8 overflow-auto overscroll-contain rounded-card border bg-card -outline-offset-2 [overflow-anchor:none] print:overflow-visible print:border-0"
    >
      <div aria-hidden="true" ref={refs.probe} className={cn("invisible absolute top-0 w-px", ROW_HEIGHT)} />
      <table
        {...AS_TABLE}
        aria-label={t("title")}
        aria-rowcount={total === null ? -1 : total + 1}
        aria-busy={isLoading || isBusy}
        data-stale={isStale || undefined}
        className={cn(
          "relative block text-dense md:min-w-[64rem]",
          isStale && "[&_td]:text-muted",
          isBusy && "opacity-60",
        )}
      >
        <thead {...AS_GROUP} ref={refs.head} className="sticky top-0 z-10 block border-b bg-card">
          <tr
            {...AS_ROW}
            aria-rowindex={1}
            className={cn(COLUMNS, "min-h-8 items-center text-meta font-medium text-muted")}
          >
            <th
              {...AS_HEADER}
              aria-sort={order === "newest" ? "descending" : "ascending"}
              className={cn(HEAD, PINNED, "max-md:bg-card")}
            >
              <button
                type="button"
                onClick={() => onOrder(order === "newest" ? "oldest" : "newest")}
                className="inline-flex min-h-6 items-center gap-1 text-fg"
              >
                {t("start")}
                <Arrow aria-hidden="true" className="size-3.5" />
              </button>
            </th>
            <Head className={WIDE}>{t("chargePoint")}</Head>
            <Head className={WIDE}>{t("card")}</Head>
            <Head className={WIDE}>{t("state")}</Head>
            <Head className={cn(NUMERIC, WIDE)}>{t("powerKw")}</Head>
            <Head className={cn(NUMERIC, WIDE)}>{t("duration")}</Head>
            <Head className={NUMERIC}>{t("energyKwh")}</Head>
            <Head className={NUMERIC}>{t("cost")}</Head>
          </tr>
        </thead>
        <tbody
          {...AS_GROUP}
          ref={body}
          className="relative block overflow-clip"
          style={rows.scrollPx > 0 ? { height: rows.scrollPx } : undefined}
        >
          {isLoading
            ? LOADING_ROWS.map((key) => <RowPlaceholder key={key} topPx={null} />)
            : Array.from({ length: end - first }, (_, index) => {
                const number = first + index;
                const row = rowAt(number);
                const topPx = number * rows.rowPx - shiftPx;
                return row ? (
                  <SessionRow key={row.id} row={row} number={number} topPx={topPx} />
                ) : (
                  // Where rows fly past unread, the same few elements move along.
                  <RowPlaceholder key={`row-${number - first}`} topPx={topPx} />
                );
              })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Head({ className, children }: { className: string; children: string }) {
  return (
    <th {...AS_HEADER} className={cn(HEAD, className)}>
      {children}
    </th>
  );
}
