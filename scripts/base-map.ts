/** Writes the bundled base map, public/map/outline.json, from Natural Earth (public domain) as world-atlas packs it. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Feature, FeatureCollection, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

const OUTPUT = new URL("../public/map/outline.json", import.meta.url);

/** A hundredth of a degree is about a kilometre: as exact as an outline of 1:50 million is. */
const round = (value: number): number => Math.round(value * 100) / 100;

/** Rounded, without the points that rounding made equal to the one before. */
const thin = (line: readonly Position[]): Position[] =>
  line
    .map(([x = 0, y = 0]) => [round(x), round(y)])
    .filter(([x, y], index, all) => index === 0 || x !== all[index - 1]?.[0] || y !== all[index - 1]?.[1]);

const atlas = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
const world = JSON.parse(readFileSync(atlas, "utf8")) as Topology<{
  land: GeometryCollection;
  countries: GeometryCollection;
}>;

const land = feature(world, world.objects.land).features.flatMap(({ geometry }): Feature[] => {
  if (geometry.type !== "MultiPolygon" && geometry.type !== "Polygon") return [];
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons
    .map((rings) => rings.map(thin).filter((ring) => ring.length >= 4))
    .filter((rings) => rings.length > 0)
    .map((coordinates) => ({
      type: "Feature",
      properties: { kind: "land" },
      geometry: { type: "Polygon", coordinates },
    }));
});
const borders: Feature = {
  type: "Feature",
  properties: { kind: "border" },
  geometry: {
    type: "MultiLineString",
    coordinates: mesh(world, world.objects.countries, (a, b) => a !== b)
      .coordinates.map(thin)
      .filter((line) => line.length >= 2),
  },
};
const outline: FeatureCollection = { type: "FeatureCollection", features: [...land, borders] };
writeFileSync(OUTPUT, `${JSON.stringify(outline)}\n`);
