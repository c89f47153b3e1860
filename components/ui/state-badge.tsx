"use client";

import {
  Bookmark,
  Check,
  CircleAlert,
  CirclePause,
  Clock,
  Flag,
  type LucideIcon,
  Minus,
  Pause,
  WifiOff,
  Zap,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import {
  type ConnectorState,
  type ConnectorStatus,
  type StateFamily,
  stateFamily,
} from "../../server/core/connector-state.ts";
import { cn } from "./cn.ts";
import { StateMark } from "./state-mark.tsx";
import { TimeSince } from "./time-since.tsx";

const TONE = {
  free: "bg-free-tint text-free-text",
  charging: "bg-charging-tint text-charging-text",
  waiting: "bg-waiting-tint text-waiting-text",
  fault: "bg-fault-tint text-fault-text",
  out: "bg-out-tint text-out-text",
  offline: "bg-offline-tint text-offline-text",
} as const satisfies Record<StateFamily, string>;

const ICON = {
  Available: Check,
  Preparing: Clock,
  Charging: Zap,
  SuspendedEV: Pause,
  SuspendedEVSE: CirclePause,
  Finishing: Flag,
  Reserved: Bookmark,
  Unavailable: Minus,
  Faulted: CircleAlert,
} as const satisfies Record<ConnectorStatus, LucideIcon>;

type StateBadgeProps = ConnectorState & {
  /** OCPP error code, shown behind the status unless it is `NoError`. */
  errorCode?: string | null;
  /** Since when it is in this state; of an offline station: since when it is silent. */
  since?: Date | null;
  className?: string;
};

/** State of one connector as shape, icon and word, with the time in that state. Flashes once when the state changes. */
export function StateBadge({ status, isOnline, errorCode, since, className }: StateBadgeProps) {
  const t = useTranslations("state");
  const family = stateFamily({ status, isOnline });
  const Icon = status && isOnline ? ICON[status] : WifiOff;
  const isFlashing = useFlash(`${family} ${status}`);
  const code = errorCode && errorCode !== "NoError" ? errorCode : null;
  return (
    <span
      data-slot="state-badge"
      data-family={family}
      className={cn(
        "inline-flex h-5.5 max-w-full items-center gap-1.5 rounded-control px-1.5 text-dense font-state whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0",
        TONE[family],
        isFlashing && "animate-flash",
        className,
      )}
    >
      <StateMark family={family} />
      <Icon aria-hidden="true" />
      <span className="truncate">
        {status && isOnline ? t(`ocpp.${status}`) : t(status ? "offline" : "unknown")}
        {isOnline && code && ` · ${code}`}
        {since && (
          <>
            {" "}
            <TimeSince since={since} className="font-normal" />
          </>
        )}
        {status && !isOnline && (
          <span className="font-normal">, {t("lastKnown", { status: t(`ocpp.${status}`) })}</span>
        )}
      </span>
    </span>
  );
}

/** True for the 600 ms after `key` changed; never on the first render. */
function useFlash(key: string): boolean {
  const previous = useRef(key);
  const [isFlashing, setFlashing] = useState(false);
  useEffect(() => {
    if (previous.current === key) return;
    previous.current = key;
    setFlashing(true);
    const timer = setTimeout(() => setFlashing(false), 600);
    return () => clearTimeout(timer);
  }, [key]);
  return isFlashing;
}
