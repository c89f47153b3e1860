"use client";

import { WifiOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** One bar while live values cannot arrive. The values stay, greyed by the caller, and the bar says of when they are. */
export function StaleBar({ asOf, action, className }: { asOf: Date; action?: ReactNode; className?: string }) {
  const t = useTranslations("ui");
  const format = useFormatter();
  const time = format.dateTime(asOf, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (
    <div
      data-slot="stale-bar"
      role="status"
      className={cn(
        "flex min-h-9 items-center gap-2 border-b border-offline-text bg-offline-tint px-4 py-1.5 text-dense font-medium text-offline-text print:hidden",
        className,
      )}
    >
      <WifiOff aria-hidden="true" className="size-4 shrink-0" />
      <span>{t("stale", { time })}</span>
      {action && <span className="ml-auto">{action}</span>}
    </div>
  );
}
