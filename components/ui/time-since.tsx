"use client";

import { useFormatter, useTranslations } from "next-intl";
import { formatDuration } from "../format/duration.ts";
import { cn } from "./cn.ts";
import { useSharedNow } from "./use-shared-now.ts";

/** How long something lasts, with the moment it began for who points at it and for who hears it. */
export function TimeSince({ since, className }: { since: Date; className?: string }) {
  const t = useTranslations("ui");
  const format = useFormatter();
  const now = useSharedNow();
  const moment = t("since", {
    time: format.dateTime(since, {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName: "short",
    }),
  });
  return (
    // Raised above a link that covers the row, which would take the pointer.
    <time dateTime={since.toISOString()} title={moment} className={cn("relative z-1", className)}>
      {formatDuration(now.getTime() - since.getTime())}
      <span className="sr-only">, {moment}</span>
    </time>
  );
}
