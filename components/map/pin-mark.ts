import type { StateFamily } from "../../server/core/connector-state.ts";
import type { ClusterPin } from "./cluster-pin.ts";
import type { SitePin } from "./site-pin.ts";

const SVG = "http://www.w3.org/2000/svg";
const RING = { radius: 17, width: 5 };

/** A pin's drawing, 40 px: shape and figure in the middle, the ring around it. Plain DOM: the map places it itself. */
export function drawSitePin({ text, shape, arcs }: SitePin): SVGSVGElement {
  const svg = emptyPin();
  if (shape === "triangle") svg.append(node("path", { d: "M20 2 39 37H1Z", class: "fill-fault-fill stroke-card" }));
  else if (shape === "square") {
    const box = { x: 3, y: 3, width: 34, height: 34, "stroke-width": 2, "stroke-dasharray": "5 3" };
    svg.append(node("rect", { ...box, class: "fill-card stroke-offline-fill" }));
  } else {
    svg.append(node("circle", { cx: 20, cy: 20, r: 19.5, class: "fill-card stroke-line-strong" }));
    for (const { family, from, to } of arcs) svg.append(arc(from, to, STROKE[family]));
  }
  const isOnFill = shape === "triangle";
  svg.append(label(text, isOnFill ? 29 : 21, isOnFill ? "fill-card" : "fill-fg"));
  return svg;
}

/** A cluster's drawing: neutral ink, the ring tells the share of free. */
export function drawClusterPin({ sites, freeShare, hasTrouble }: ClusterPin): SVGSVGElement {
  const svg = emptyPin();
  svg.append(node("circle", { cx: 20, cy: 20, r: 19.5, class: "fill-fg" }));
  if (freeShare > 0) svg.append(arc(0, freeShare, STROKE.free));
  svg.append(label(String(sites), 21, "fill-bg"));
  if (hasTrouble) svg.append(node("path", { d: "M33 1 40 13H26Z", class: "fill-fault-fill stroke-card" }));
  return svg;
}

const STROKE = {
  free: "stroke-free-fill",
  charging: "stroke-charging-fill",
  waiting: "stroke-waiting-fill",
  fault: "stroke-fault-fill",
  out: "stroke-out-fill",
  offline: "stroke-offline-fill",
} as const satisfies Record<StateFamily, string>;

function emptyPin(): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [
    ["viewBox", "0 0 40 40"],
    ["width", "40"],
    ["height", "40"],
    ["aria-hidden", "true"],
  ] as const)
    svg.setAttribute(name, value);
  return svg;
}

function node(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** A full turn as one arc would begin where it ends and be nothing: the dash of a circle draws any share. */
const arc = (from: number, to: number, stroke: string): SVGElement =>
  node("circle", {
    cx: 20,
    cy: 20,
    r: RING.radius,
    fill: "none",
    "stroke-width": RING.width,
    pathLength: 1,
    "stroke-dasharray": `${to - from} 1`,
    transform: `rotate(${from * 360 - 90} 20 20)`,
    class: stroke,
  });

function label(text: string, y: number, fill: string): SVGElement {
  const size = text.length > 3 ? 10 : 12;
  const element = node("text", {
    x: 20,
    y,
    "text-anchor": "middle",
    "dominant-baseline": "middle",
    "font-size": size,
    "font-weight": 600,
    class: fill,
  });
  element.textContent = text;
  return element;
}
