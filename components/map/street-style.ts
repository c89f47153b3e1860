import type { MapTheme } from "./outline-style.ts";

type Styles = Readonly<Record<MapTheme, string>> | null;
let asked: Promise<Styles> | undefined;

/** The address of a style with streets, where the installation has one; null where it has none, or could not be asked. */
export async function streetStyle(theme: MapTheme): Promise<string | null> {
  asked ??= fetch("/api/map-styles").then((response): Promise<Styles> => response.json());
  try {
    const styles = await asked;
    return styles && new URL(styles[theme], window.location.origin).href;
  } catch {
    asked = undefined; // the outline is there all the same, and the next map asks again
    return null;
  }
}
