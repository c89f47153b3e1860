"use client";

import { clsx } from "clsx";
import { Check, CircleAlert, Clock, type LucideIcon, Minus, WifiOff, Zap } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PlugState as State } from "../../server/services/place/station-view.ts";
import { formatDuration } from "../format/duration.ts";
import { StateMark } from "../ui/state-mark.tsx";
import { useSharedNow } from "../ui/use-shared-now.ts";

const ICON = {
  free: Check,
  charging: Zap,
  waiting: Clock,
  fault: CircleAlert,
  out: Minus,
  offline: WifiOff,
} as const satisfies Record<State, LucideIcon>;

const TONE = {
  free: "bg-free-tint text-free-text",
  charging: "bg-charging-tint text-charging-text",
  waiting: "bg-waiting-tint text-waiting-text",
  fault: "bg-fault-tint text-fault-text",
  out: "bg-out-tint text-out-text",
  offline: "bg-offline-tint text-offline-text",
} as const satisfies Record<State, string>;

type PlugStateProps = { state: State; since?: string | null; className?: string };

/** A plug's state in the driver's words, as shape, icon and word, with how long it has been so. */
export function PlugState({ state, since, className }: PlugStateProps) {
  const t = useTranslations("driverState");
  const now = useSharedNow();
  const Icon = ICON[state];
  return (
    <span
      data-slot="plug-state"
      data-family={state}
      className={clsx(
        "inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-control px-2 text-body font-state",
        TONE[state],
        className,
      )}
    >
      <StateMark family={state} />
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span className="truncate">
        {t(state)}
        {since && (
          <time dateTime={since} className="font-normal">
            {" "}
            {formatDuration(now.getTime() - Date.parse(since))}
          </time>
        )}
      </span>
    </span>
  );
}
