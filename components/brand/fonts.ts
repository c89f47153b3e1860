/** Fonts that come along, by the name a brand stores. The browser loads only the one that is used. */
export const FONT_FAMILIES = {
  inter: '"Inter Variable"',
  sourceSans: '"Source Sans 3 Variable"',
  nunito: '"Nunito Variable"',
  lora: '"Lora Variable"',
} as const;
export type FontName = keyof typeof FONT_FAMILIES;
