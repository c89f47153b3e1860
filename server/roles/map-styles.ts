import type { Env } from "../env.ts";
import type { Runtime } from "../handle.ts";

/** The configured styles of maps; null: the bundled outline is all there is. */
export function mapStylesOf({ MAP_STYLE_URL: light, MAP_STYLE_DARK_URL: dark = light }: Env): Runtime["mapStyles"] {
  return light !== undefined && dark !== undefined ? { light, dark } : null;
}

/** Whom browsers may ask for the maps besides us. */
export function mapOriginsOf(env: Env): readonly string[] {
  const styles = Object.values(mapStylesOf(env) ?? {}).filter((url) => URL.canParse(url));
  return [...new Set([...styles.map((url) => new URL(url).origin), ...env.MAP_ORIGINS])];
}
