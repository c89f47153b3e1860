export const LOCALES = ["en", "de", "nl"] as const;
export type Locale = (typeof LOCALES)[number];

/** The cookie that carries the reader's choice. Its value is a locale, or `pseudo` to test layouts with longer text. */
export const LOCALE_COOKIE = "locale";
export const PSEUDO = "pseudo";

export const isLocale = (value: string | undefined): value is Locale =>
  (LOCALES as readonly (string | undefined)[]).includes(value);

/** The reader's choice if there is one, else the best language of the browser's Accept-Language, else the first of those offered. */
export function negotiateLocale(
  cookie: string | undefined,
  acceptLanguage: string | null,
  offered: readonly Locale[] = LOCALES,
): Locale {
  const isOffered = (tag: string | undefined): tag is Locale => isLocale(tag) && offered.includes(tag);
  if (isOffered(cookie)) return cookie;
  for (const language of preferredLanguages(acceptLanguage ?? "")) {
    const base = language.split("-")[0]?.toLowerCase();
    if (isOffered(base)) return base;
  }
  return offered[0] ?? "en";
}

/** Languages of an Accept-Language header, most wanted first; `q=0` means not wanted (RFC 9110, 12.5.4). */
function preferredLanguages(header: string): string[] {
  return header
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== "" && weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ tag }) => tag);
}
