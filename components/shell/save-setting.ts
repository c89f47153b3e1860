"use server";

import { cookies, headers } from "next/headers";
import { isSecure } from "../auth/request-origin.ts";
import { isLocale, LOCALE_COOKIE, PSEUDO } from "../i18n/locales.ts";
import { TIME_ZONE_COOKIE, toTimeZone } from "../i18n/time-zone.ts";
import { PREFERENCE_VALUES } from "./preferences.ts";

const YEAR_S = 365 * 24 * 60 * 60;

/** Whether a value may be kept; a server action is an open door, whatever our own menus send. */
const IS_ALLOWED: Readonly<Record<string, (value: string) => boolean>> = {
  [LOCALE_COOKIE]: (value) => isLocale(value) || value === PSEUDO,
  [TIME_ZONE_COOKIE]: (value) => toTimeZone(value) !== "UTC" || value === "UTC",
  ...Object.fromEntries(
    Object.entries(PREFERENCE_VALUES).map(([name, values]) => [name, (value: string) => values.includes(value)]),
  ),
};

/** Keeps a reader's setting on this browser for a year. Next renders the page again with it. Throws on unknown values. */
export async function saveSetting(name: string, value: string): Promise<void> {
  if (!Object.hasOwn(IS_ALLOWED, name) || !IS_ALLOWED[name]?.(value)) throw new Error("unknown setting");
  const [jar, head] = await Promise.all([cookies(), headers()]);
  jar.set(name, value, { path: "/", maxAge: YEAR_S, sameSite: "lax", httpOnly: true, secure: isSecure(head) });
}
