export const DENSITIES = ["comfortable", "default", "compact"] as const;
export type Density = (typeof DENSITIES)[number];
export type Rail = "wide" | "narrow";

/** How one reader wants the back office, on this browser. Kept in cookies, so that the server's first paint is right. */
export type Preferences = {
  readonly density: Density;
  readonly rail: Rail;
  /** Whether single keys act. Off for people whose speech or switch input types letters (WCAG 2.1.4). */
  readonly hasShortcuts: boolean;
};

/** Cookies and what may stand in them. */
export const PREFERENCE_VALUES: Readonly<Record<string, readonly string[]>> = {
  density: DENSITIES,
  rail: ["wide", "narrow"],
  shortcuts: ["on", "off"],
};

const NAMES = { density: "density", rail: "rail", hasShortcuts: "shortcuts" } as const;

/** Reads the cookies; what is missing or unknown is the default. */
export function parsePreferences(read: (cookie: string) => string | undefined): Preferences {
  const density = read(NAMES.density);
  return {
    density: DENSITIES.find((known) => known === density) ?? "default",
    rail: read(NAMES.rail) === "narrow" ? "narrow" : "wide",
    hasShortcuts: read(NAMES.hasShortcuts) !== "off",
  };
}

/** The cookie's name and value for one changed preference. */
export function preferenceCookie<Name extends keyof Preferences>(
  name: Name,
  value: Preferences[Name],
): { name: string; value: string } {
  return { name: NAMES[name], value: typeof value === "boolean" ? (value ? "on" : "off") : String(value) };
}
