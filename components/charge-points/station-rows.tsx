"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type MouseEvent, memo } from "react";
import { cn } from "../ui/cn.ts";
import { ConnectorRow } from "./connector-row.tsx";
import type { ChargePoint } from "./fold-live.ts";
import { STATION_COLUMNS } from "./list-columns.ts";

type Props = {
  point: ChargePoint;
  /** Of the connectors to show; null: all. */
  numbers: readonly number[] | null;
  isStale: boolean;
  onOpen: (id: string) => void;
};

const isPlainClick = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;

/**
 * A charge point, named once, with its connectors below each other. A plain click opens the drawer; the link itself leads to
 * the page, for another tab. Those out of sight are not laid out.
 */
export const StationRows = memo(function StationRows({ point, numbers, isStale, onOpen }: Props) {
  const t = useTranslations("overview");
  const place = [point.name, point.siteName].filter(Boolean).join(" · ");
  return (
    <li
      data-charge-point={point.identity}
      className={cn(
        "relative grid [contain-intrinsic-size:auto_4.5rem] [content-visibility:auto] hover:bg-hover",
        STATION_COLUMNS,
        // Not fainter, which would leave too little contrast; and of the whole row, whose link must stay above its parts.
        isStale && "grayscale",
      )}
    >
      <div className="flex min-h-row min-w-0 items-baseline gap-x-2 px-3 pt-2 @4xl:flex-col @4xl:items-start @4xl:pt-0.5 @4xl:pb-0.5">
        <Link
          href={`/admin/charge-points/${point.id}`}
          prefetch={false}
          data-row-link={point.id}
          onClick={(event) => {
            if (!isPlainClick(event)) return;
            event.preventDefault();
            onOpen(point.id);
          }}
          className="max-w-full shrink-0 truncate rounded-control text-dense font-medium text-brand -outline-offset-2 after:absolute after:inset-0 hover:underline"
        >
          {point.identity}
        </Link>
        {place && (
          <span className="max-w-full min-w-0 truncate text-meta text-muted" title={place}>
            {place}
          </span>
        )}
      </div>
      <ul className={"min-w-0 pb-1.5 @4xl:pb-0"}>
        {point.connectors.map(
          (connector) =>
            (numbers === null || numbers.includes(connector.number)) && (
              <ConnectorRow key={connector.id} point={point} connector={connector} />
            ),
        )}
        {point.connectors.length === 0 && (
          <li className="flex min-h-row items-center px-3 text-dense text-muted">{t("noConnectors")}</li>
        )}
      </ul>
    </li>
  );
});
