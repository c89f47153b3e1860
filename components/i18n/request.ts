import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { PATH_HEADER } from "../../server/core/request-headers.ts";
import { findFace } from "../auth/session.ts";
import { isLocale, LOCALE_COOKIE, type Locale, negotiateLocale, PSEUDO } from "./locales.ts";
import type { Messages } from "./messages.ts";
import { toPseudo } from "./pseudo.ts";
import { TIME_ZONE_COOKIE, toTimeZone } from "./time-zone.ts";

const LOAD: { readonly [L in Locale]: () => Promise<{ default: Messages }> } = {
  en: () => import("../../messages/en.json"),
  de: () => import("../../messages/de.json"),
  nl: () => import("../../messages/nl.json"),
};

/** Drivers' pages speak the brand's languages; the office's speak all. */
const isOfDrivers = (path: string | null): boolean => /^(\/t\/[^/]+)?\/(drive|c)(\/|\?|$)/.test(path ?? "");

/** Locale, messages, time zone and "now" of this request: from cookies and headers, never from the path. */
export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const offered = isOfDrivers(head.get(PATH_HEADER)) ? (await findFace())?.languages.filter(isLocale) : undefined;
  const choice = jar.get(LOCALE_COOKIE)?.value;
  const locale = choice === PSEUDO ? "en" : negotiateLocale(choice, head.get("accept-language"), offered);
  const { default: messages } = await LOAD[locale]();
  return {
    locale,
    messages: choice === PSEUDO ? toPseudo(messages) : messages,
    timeZone: toTimeZone(jar.get(TIME_ZONE_COOKIE)?.value),
    now: new Date(),
  };
});
