"use client";

import { useTimeZone } from "next-intl";
import { useEffect, useRef } from "react";
import { TIME_ZONE_COOKIE } from "../i18n/time-zone.ts";
import { saveSetting } from "./save-setting.ts";

/** Tells the server the browser's time zone when it rendered with another, and so has the page rendered again. */
export function TimeZoneSync() {
  const rendered = useTimeZone();
  const isTold = useRef(false);
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // Once per load: where cookies are blocked, telling again would never end.
    if (!actual || actual === rendered || isTold.current) return;
    isTold.current = true;
    saveSetting(TIME_ZONE_COOKIE, actual).catch(console.error);
  }, [rendered]);
  return null;
}
