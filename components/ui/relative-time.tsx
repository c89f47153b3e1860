"use client";

import { useFormatter, useNow } from "next-intl";
import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

/** "4 minutes ago", kept current, with the absolute time and its zone in the tooltip and in `datetime`. */
export function RelativeTime({ at, className }: { at: Date; className?: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 10_000 });
  // Pushed values are newer than the last tick of our clock: nothing lies in the future.
  const absolute = format.dateTime(at, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
  return (
    <Tooltip content={absolute}>
      <time dateTime={at.toISOString()} className={cn("whitespace-nowrap", className)}>
        {format.relativeTime(at, at > now ? at : now)}
      </time>
    </Tooltip>
  );
}
