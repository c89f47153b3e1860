import { STATE_FAMILIES, type StateFamily } from "../../server/core/connector-state.ts";

export type FamilyCounts = Readonly<Record<StateFamily, number>>;

/** A part of a ring, as shares of the full turn from twelve o'clock on. */
export type RingArc = { readonly family: StateFamily; readonly from: number; readonly to: number };

/** What a site's pin shows. */
export type SitePin = {
  /** Free over all: "3/8". */
  readonly text: string;
  readonly shape: "disc" | "triangle" | "square";
  readonly arcs: readonly RingArc[];
};

const totalOf = (families: FamilyCounts): number => STATE_FAMILIES.reduce((sum, name) => sum + families[name], 0);

/**
 * The pin of one site. The ring keeps the families' order, so that two sites in the same state look the same. A whole
 * site out of order or silent takes the family's shape: colour alone must not tell it.
 */
export function toSitePin(families: FamilyCounts): SitePin {
  const total = totalOf(families);
  const arcs: RingArc[] = [];
  let passed = 0;
  for (const family of STATE_FAMILIES) {
    if (families[family] === 0) continue;
    const from = passed / total;
    passed += families[family];
    arcs.push({ family, from, to: passed / total });
  }
  return { text: `${families.free}/${total}`, shape: shapeOf(families, total), arcs };
}

function shapeOf(families: FamilyCounts, total: number): SitePin["shape"] {
  // Where nothing ever reported a connector, nothing is known: as good as silent.
  if (families.offline === total) return "square";
  return families.fault > 0 && families.fault + families.offline === total ? "triangle" : "disc";
}
