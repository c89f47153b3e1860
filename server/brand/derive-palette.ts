import { contrast, fromOklch, type Oklch, toOklch } from "./colour.ts";

/** What a theme's screens use of a brand: its colour as fill, link and focus, and the text on it. */
export type Shades = { readonly brand: string; readonly onBrand: string };

export type Palette = {
  readonly light: Shades;
  readonly dark: Shades;
  /** The chosen colour could not be read on white and was darkened. */
  readonly isDarkened: boolean;
  /** Of the chosen colour itself, on the light page. */
  readonly chosenContrast: number;
};

/** Surfaces that text in the brand's colour stands on; the tints are those of app/globals.css. */
const LIGHT = { surfaces: ["#fbfbfc", "#ffffff"], card: "#ffffff", onBrand: "#ffffff" } as const;
const DARK = { surfaces: ["#0e1116", "#161a21"], card: "#161a21", onBrand: "#0e1116" } as const;
const TINT = 0.1;
/** WCAG asks for 4.5; the rest is for rounding. */
const ENOUGH = 4.6;

/**
 * Both themes' shades of a brand's colour, `#rrggbb`. Hue and chroma stay as chosen; the lightness moves until text in it reads
 * on the page, on cards and on its own tint, and text on it reads too (WCAG 2.2, 1.4.3). A colour that reads already stays as it is.
 */
export function derivePalette(chosen: string): Palette {
  const colour = toOklch(chosen);
  const light = readable(chosen, colour, LIGHT, -1);
  const dark = readable(chosen, colour, DARK, 1);
  return {
    light: { brand: light, onBrand: LIGHT.onBrand },
    dark: { brand: dark, onBrand: DARK.onBrand },
    isDarkened: light !== chosen,
    chosenContrast: contrast(chosen, LIGHT.surfaces[0]),
  };
}

type Theme = typeof LIGHT | typeof DARK;

/** Moves the lightness by hundredths: at its end it is black or white, which always reads. */
function readable(chosen: string, colour: Oklch, theme: Theme, direction: -1 | 1): string {
  let hex = chosen;
  for (let l = colour.l; !reads(hex, theme); ) {
    l += direction * 0.01;
    if (l <= 0) return "#000000";
    if (l >= 1) return "#ffffff";
    hex = fromOklch({ ...colour, l });
  }
  return hex;
}

function reads(hex: string, theme: Theme): boolean {
  const surfaces = [...theme.surfaces, tintOf(hex, theme.card)];
  return surfaces.every((surface) => contrast(hex, surface) >= ENOUGH) && contrast(hex, theme.onBrand) >= ENOUGH;
}

/** `color-mix(in oklch, brand 10%, card)`: a grey has no hue of its own and takes the brand's. */
function tintOf(hex: string, card: string): string {
  const [brand, surface] = [toOklch(hex), toOklch(card)];
  const mix = (one: number, other: number) => TINT * one + (1 - TINT) * other;
  return fromOklch({ l: mix(brand.l, surface.l), c: mix(brand.c, surface.c), h: brand.h });
}
