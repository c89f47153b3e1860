"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useRowKeys } from "../shell/use-row-keys.ts";
import { cn } from "../ui/cn.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Group } from "./hold-connectors.ts";
import { COLUMNS, STATION_COLUMNS } from "./list-columns.ts";
import { StationRows } from "./station-rows.tsx";

type Props = {
  /** Null while loading: as many empty rows, so that nothing moves when they come. */
  groups: readonly Group[] | null;
  isStale: boolean;
  isBusy: boolean;
  onOpen: (id: string) => void;
};

const SKELETON_ROWS = Array.from({ length: 8 }, (_, index) => `row-${index}`);

/** One row per connector under its charge point, so that the eye runs down one column of states. */
export function ConnectorList({ groups, isStale, isBusy, onOpen }: Props) {
  const t = useTranslations("overview");
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  return (
    <div className="@container rounded-card border bg-card" aria-busy={isBusy || groups === null}>
      <div
        aria-hidden="true"
        className={cn(
          "sticky top-0 z-10 hidden h-8 items-center rounded-t-card border-b bg-card text-meta font-medium text-muted @4xl:grid print:static",
          STATION_COLUMNS,
        )}
      >
        <span className="px-3">{t("chargePoint")}</span>
        <span className={cn("grid px-3", COLUMNS)}>
          <span>{t("number")}</span>
          <span>{t("state")}</span>
          <span className="text-right">{t("powerKw")}</span>
          <span className="text-right">{t("energyKwh")}</span>
          <span className="text-right">{t("cost")}</span>
          <span className="text-right">{t("duration")}</span>
        </span>
      </div>
      <ul ref={list} aria-label={t("title")} className={cn("divide-y", isBusy && "grayscale")}>
        {groups === null
          ? SKELETON_ROWS.map((key) => (
              <li key={key} className={cn("grid min-h-row items-center gap-2 px-3 py-2", STATION_COLUMNS)}>
                <Skeleton className="h-4 w-32" />
                <Skeleton className="h-5.5 w-56" />
              </li>
            ))
          : groups.map((group) => (
              <StationRows
                key={group.point.id}
                point={group.point}
                numbers={group.numbers}
                isStale={isStale}
                onOpen={onOpen}
              />
            ))}
      </ul>
    </div>
  );
}
