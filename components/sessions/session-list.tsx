"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { errorKind } from "../api/error-kind.ts";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { useVirtualRows } from "../ui/use-virtual-rows.ts";
import { ExportMenu } from "./export-menu.tsx";
import { FilterBar, FilterChips } from "./filter-bar.tsx";
import { JumpToDate } from "./jump-to-date.tsx";
import { activeFilters, dayToMs, fromTop, type SetSessionFilters, useSessionFilters } from "./session-filters.ts";
import { SessionTable, type TableRefs } from "./session-table.tsx";
import { usePlace } from "./use-place.ts";
import { type RowRange, type SessionRows, useSessionRows } from "./use-session-rows.ts";

/** Sessions by their start. Running ones move where they stand; new ones wait until they are asked for. */
export function SessionList() {
  const t = useTranslations("sessions");
  const isStale = useConnection().since !== null;
  const [filters, setFilters] = useSessionFilters();
  const change: SetSessionFilters = (changed, options) =>
    setFilters(changed === null || typeof changed === "function" ? changed : fromTop(changed), options);
  const refs: TableRefs = { region: useRef(null), probe: useRef(null), head: useRef(null) };
  const [wanted, setWanted] = useState<RowRange>({ first: 0, end: 1 });
  const list = useSessionRows(filters, wanted);
  const { head } = list;
  // A charge point that does not exist has no sessions: for the reader that is a filter without a match.
  const isUnknown = head.isError && errorKind(head.error) === "notFound";
  const isEmpty = isUnknown || head.data?.items.length === 0;
  const isShown = !isEmpty && (head.data !== undefined || !head.isError);
  const onRest = useRef<(row: number) => void>(() => {});
  const rows = useVirtualRows({ ...refs, count: list.count, isShown, onRest: (row) => onRest.current(row) });
  const place = usePlace({ list, rows, filters, setFilters });
  const next = place.wanted ?? (rows.isFlying ? wanted : rows.range);
  if (wanted.first !== next.first || wanted.end !== next.end) setWanted(next);
  onRest.current = place.keep;

  const isFiltered = activeFilters(filters).length > 0;
  const changesText = useChangesText(list.changes);
  const failed = isUnknown ? null : list.error;
  return (
    <div className="flex min-h-176 flex-col max-md:h-[calc(100dvh-5rem)] md:h-[calc(100dvh-3rem)] md:min-h-128">
      <PageHead
        title={t("title")}
        action={<ExportMenu filters={filters} />}
        count={<Count total={isEmpty ? null : list.total} />}
        filters={
          <>
            <FilterBar filters={filters} onChange={change} />
            <JumpToDate
              onJump={(day) => {
                const ms = filters.order === "newest" ? (dayToMs(day, 1) ?? 0) - 1 : (dayToMs(day, 0) ?? 0);
                place.goToInstant(ms);
              }}
            />
          </>
        }
      />
      <div role="status" className="empty:hidden">
        {changesText && (
          <Button
            size="small"
            className="mb-3"
            onClick={() => {
              list.showNew();
              void setFilters({ at: null });
            }}
            busy={head.isFetching}
          >
            {changesText}
          </Button>
        )}
      </div>
      {failed && (
        <QueryError error={failed} onRetry={list.retry} isRetrying={list.isFetching} className="mb-4 shrink-0" />
      )}
      {isEmpty ? (
        <EmptyState
          title={isFiltered ? t("noMatch") : t("empty")}
          {...(isFiltered
            ? { action: <Button onClick={() => void setFilters(null)}>{t("clearFilters")}</Button> }
            : {})}
        >
          {isFiltered ? <FilterChips filters={filters} onChange={change} /> : t("emptyHelp")}
        </EmptyState>
      ) : (
        isShown && (
          <SessionTable
            refs={refs}
            rows={rows}
            rowAt={list.rowAt}
            total={list.total?.isExact ? list.total.rows : null}
            isLoading={!head.data || place.isRestoring}
            isBusy={head.isPlaceholderData || place.isGoing}
            isStale={isStale}
            order={filters.order}
            onOrder={(order) => void change({ order })}
          />
        )
      )}
    </div>
  );
}

/** What the button says that shows them; null while the list is as it should be. */
function useChangesText(changes: SessionRows["changes"]): string | null {
  const t = useTranslations("sessions");
  if (!changes) return null;
  const { came, left, isUncounted } = changes;
  if (isUncounted) return t("mayHaveChanged");
  if (left > 0) return t("changes", { count: came + left });
  return came > 0 ? t("newSessions", { count: came }) : null;
}

/** How many there are: counted, or about so many where counting would take too long. */
function Count({ total }: { total: { rows: number; isExact: boolean } | null }) {
  const t = useTranslations("sessions");
  const format = useFormatter();
  if (!total) return null;
  if (total.isExact) return format.number(total.rows);
  return t("about", { count: format.number(total.rows, { maximumSignificantDigits: 2 }) });
}
