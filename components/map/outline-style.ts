import type { StyleSpecification } from "maplibre-gl";

export type MapTheme = "light" | "dark";

const COLORS = {
  light: { water: "#E9EDF2", land: "#FBFBFC", border: "#C3C9D2", coast: "#D3D8DF" },
  dark: { water: "#0B0E13", land: "#1B2029", border: "#3A4250", coast: "#2A303B" },
} as const satisfies Record<MapTheme, Record<"water" | "land" | "border" | "coast", string>>;

/** Where the outline lies: on our own host, so that the map needs no key and no other network. */
export const OUTLINE_URL = "/map/outline.json";

/**
 * The base map that is always there: land, water and borders, muted, so that colour stays for state. No `glyphs`:
 * labels are then drawn with the page's own fonts, and no glyph files are asked for.
 */
export function outlineStyle(theme: MapTheme, origin: string): StyleSpecification {
  const { water, land, border, coast } = COLORS[theme];
  return {
    version: 8,
    sources: {
      outline: {
        type: "geojson",
        data: new URL(OUTLINE_URL, origin).href,
        attribution: "Natural Earth",
      },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": water } },
      {
        id: "land",
        type: "fill",
        source: "outline",
        filter: ["==", ["get", "kind"], "land"],
        paint: { "fill-color": land, "fill-outline-color": coast },
      },
      {
        id: "borders",
        type: "line",
        source: "outline",
        filter: ["==", ["get", "kind"], "border"],
        paint: { "line-color": border, "line-width": 1 },
      },
    ],
  };
}
