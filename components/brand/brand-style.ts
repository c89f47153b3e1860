import { derivePalette } from "../../server/brand/derive-palette.ts";
import { FONT_FAMILIES } from "./fonts.ts";

type Look = { readonly colour: string; readonly font?: string; readonly fontUrl?: string | null };

/**
 * The style sheet that puts a brand's colour, and on drivers' pages its font, over the tokens of app/globals.css. Everything in it
 * is derived or from a closed list, so that nothing a tenant typed becomes CSS.
 */
export function brandStyle({ colour, font, fontUrl = null }: Look): string {
  const { light, dark } = derivePalette(colour);
  const rules = [
    `html:root{--brand:${light.brand};--on-brand:${light.onBrand}}`,
    `html:root[data-theme="dark"]{--brand:${dark.brand};--on-brand:${dark.onBrand}}`,
  ];
  if (font === "own" && fontUrl !== null) {
    rules.push(`@font-face{font-family:"Brand";src:url("${fontUrl}") format("woff2");font-display:swap}`);
    rules.push(`html:root{--font-of-brand:"Brand"}`);
  } else if (font !== undefined && font in FONT_FAMILIES) {
    rules.push(`html:root{--font-of-brand:${FONT_FAMILIES[font as keyof typeof FONT_FAMILIES]}}`);
  }
  return rules.join("\n");
}
