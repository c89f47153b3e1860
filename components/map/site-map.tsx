"use client";

import "maplibre-gl/dist/maplibre-gl.css";
import {
  type GeoJSONSource,
  LngLatBounds,
  Map as MapLibre,
  Marker,
  NavigationControl,
  type StyleSpecification,
  setWorkerUrl,
} from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
import { STATE_FAMILIES, type StateFamily } from "../../server/core/connector-state.ts";
import { toClusterPin } from "./cluster-pin.ts";
import { type MapTheme, outlineStyle } from "./outline-style.ts";
import { drawClusterPin, drawSitePin } from "./pin-mark.ts";
import { type FamilyCounts, toSitePin } from "./site-pin.ts";
import { streetStyle } from "./street-style.ts";

// Without it the map stays blank: the bundler moves the worker away from where the library looks for it.
setWorkerUrl(new URL("maplibre-gl/dist/maplibre-gl-worker.mjs", import.meta.url).href);

type Place = { readonly latitude: number; readonly longitude: number };
export type MapSite = {
  readonly id: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly families: FamilyCounts;
};

type Props = {
  sites: readonly MapSite[];
  /** What is asked for: another array moves the map there. It begins with all sites. */
  focus?: readonly Place[] | null;
  theme: MapTheme;
  selectedId: string | null;
  onSelect: (id: string) => void;
  /** Says what the map is. */
  label: string;
  /** Shown where the browser cannot draw a map. */
  unavailable: string;
};

const SOURCE = "sites";
const FIT = { padding: 56, maxZoom: 11 } as const;

/**
 * The sites on the base map. Pins are no stops of the keyboard: the list that stands beside every map has the same
 * sites in words.
 */
export function SiteMap({ sites, focus = null, theme, selectedId, onSelect, label, unavailable }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const map = useRef<MapLibre | null>(null);
  const latest = useRef({ sites, selectedId, onSelect });
  latest.current = { sites, selectedId, onSelect };
  const [isBroken, setBroken] = useState(false);

  useEffect(() => {
    if (!frame.current) return;
    const markers: Marker[] = [];
    let drawn: MapLibre;
    try {
      drawn = new MapLibre({
        container: frame.current,
        style: outlineStyle(theme, window.location.origin),
        ...boundsOf(latest.current.sites),
        fitBoundsOptions: FIT,
        attributionControl: { compact: false },
        dragRotate: false,
      });
    } catch {
      setBroken(true);
      return;
    }
    map.current = drawn;
    drawn.addControl(new NavigationControl({ showCompass: false }));
    drawn.getCanvas().setAttribute("aria-label", label);
    const redraw = () => {
      for (const marker of markers.splice(0)) marker.remove();
      markers.push(...pinsOf(drawn, latest.current.selectedId, (id) => latest.current.onSelect(id)));
    };
    let isGone = false;
    drawn.on("load", () => {
      drawn.addSource(SOURCE, {
        type: "geojson",
        data: toFeatures(latest.current.sites),
        cluster: true,
        clusterRadius: 44,
        clusterProperties: Object.fromEntries(STATE_FAMILIES.map((name) => [name, ["+", ["get", name]]])),
      });
      // A source without a layer is never cut into tiles, and pins are taken from tiles.
      drawn.addLayer({ id: SOURCE, type: "circle", source: SOURCE, paint: { "circle-opacity": 0 } });
      // Where there is none, or its host does not answer, the outline stays.
      void streetStyle(theme).then((style) => {
        if (style && !isGone) drawn.setStyle(style, { transformStyle: withSites });
      });
    });
    drawn.on("idle", () => {
      redraw();
      frame.current?.setAttribute("data-drawn", "true");
    });
    return () => {
      isGone = true;
      for (const marker of markers) marker.remove();
      map.current = null;
      drawn.remove();
    };
  }, [theme, label]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a selection changes no site, but how its pin is drawn.
  useEffect(() => {
    map.current?.getSource<GeoJSONSource>(SOURCE)?.setData(toFeatures(sites));
  }, [sites, selectedId]);

  useEffect(() => {
    const { bounds } = boundsOf(focus ?? []);
    if (bounds) map.current?.fitBounds(bounds, FIT);
  }, [focus]);

  if (isBroken) return <p className="p-4 text-dense text-muted">{unavailable}</p>;
  return <div ref={frame} data-slot="site-map" className="size-full" />;
}

/** Another style keeps what we drew ourselves. */
function withSites(before: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
  const sites = before?.sources[SOURCE];
  const layers = before?.layers.filter(({ id }) => id === SOURCE) ?? [];
  return {
    ...next,
    sources: { ...next.sources, ...(sites && { [SOURCE]: sites }) },
    layers: [...next.layers, ...layers],
  };
}

function boundsOf(sites: readonly Place[]): { bounds?: LngLatBounds } {
  if (sites.length === 0) return {};
  const bounds = new LngLatBounds();
  for (const { longitude, latitude } of sites) bounds.extend([longitude, latitude]);
  return { bounds };
}

const toFeatures = (sites: readonly MapSite[]): GeoJSON.FeatureCollection => ({
  type: "FeatureCollection",
  features: sites.map(({ id, name, longitude, latitude, families }) => ({
    type: "Feature",
    properties: { id, name, ...families },
    geometry: { type: "Point", coordinates: [longitude, latitude] },
  })),
});

/** Markers for what the source shows in this view. A site on the edge of two tiles comes twice and is drawn once. */
function pinsOf(map: MapLibre, selectedId: string | null, onSelect: (id: string) => void): Marker[] {
  const seen = new Set<string>();
  const pins: Marker[] = [];
  for (const { geometry, properties } of map.querySourceFeatures(SOURCE)) {
    if (geometry.type !== "Point") continue;
    const key = properties.cluster ? `cluster ${properties.cluster_id}` : String(properties.id);
    if (seen.has(key)) continue;
    seen.add(key);
    const families = Object.fromEntries(STATE_FAMILIES.map((name) => [name, Number(properties[name])])) as Record<
      StateFamily,
      number
    >;
    const [longitude = 0, latitude = 0] = geometry.coordinates;
    const element = document.createElement("div");
    element.className = "cursor-pointer";
    const body = properties.cluster
      ? drawClusterPin({ ...toClusterPin([families]), sites: Number(properties.point_count) })
      : drawSitePin(toSitePin(families));
    element.append(body);
    if (properties.cluster) {
      element.dataset.cluster = String(properties.point_count);
      element.addEventListener("click", () => map.flyTo({ center: [longitude, latitude], zoom: map.getZoom() + 2 }));
    } else {
      element.dataset.sitePin = String(properties.id);
      element.title = String(properties.name);
      if (properties.id === selectedId) body.classList.add("scale-125");
      element.addEventListener("click", () => onSelect(String(properties.id)));
    }
    pins.push(new Marker({ element }).setLngLat([longitude, latitude]).addTo(map));
  }
  return pins;
}
