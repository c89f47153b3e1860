"use client";

import { WifiOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { instantFormat } from "../format/instant-format.ts";
import { useSharedNow } from "../ui/use-shared-now.ts";

/** A reconnect within this time is not worth a bar that pushes the page down and up again. */
const GRACE_MS = 1500;

/** Says that what is on the page may be old, and of when it is. Nothing while `since` is null. */
export function StaleNote({ since }: { since: Date | null }) {
  const t = useTranslations("drive");
  const format = useFormatter();
  const now = useSharedNow();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!since) return setShown(false);
    const timer = setTimeout(() => setShown(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [since]);
  if (!since || !isShown) return null;
  return (
    <p
      role="status"
      data-slot="stale-bar"
      className="flex items-center gap-2 border-b bg-waiting-tint px-4 py-2 text-waiting-text"
    >
      <WifiOff aria-hidden="true" className="size-5 shrink-0" />
      {t("stale", { time: format.dateTime(since, instantFormat(since, now, "short")) })}
    </p>
  );
}
