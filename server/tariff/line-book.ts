import type { CompiledComponent, CompiledTariff, Slot } from "./compile-tariff.ts";
import { divideRounded } from "./decimal.ts";
import type { Amount, Dimension, PriceLine, PricingFlag, Unit } from "./priced-session.ts";

type Draft = {
  readonly slot: Slot;
  readonly component: CompiledComponent | null;
  readonly fromMs: number;
  toMs: number;
  quantity: bigint;
  stepSurplus: bigint;
};

type SlotFacts = { readonly dimension: Dimension; readonly unit: Unit; readonly unitsPerPrice: bigint };
const MWH_PER_KWH = 1_000_000n;
const SECONDS_PER_HOUR = 3600n;
const PPM = 1_000_000n;

const FACTS = {
  energy: { dimension: "energy", unit: "mWh", unitsPerPrice: MWH_PER_KWH },
  time: { dimension: "time", unit: "s", unitsPerPrice: SECONDS_PER_HOUR },
  parking: { dimension: "parking", unit: "s", unitsPerPrice: SECONDS_PER_HOUR },
  flat: { dimension: "flat", unit: "once", unitsPerPrice: 1n },
  reservationTime: { dimension: "reservation", unit: "s", unitsPerPrice: SECONDS_PER_HOUR },
  reservationFlat: { dimension: "reservation", unit: "once", unitsPerPrice: 1n },
} as const satisfies Record<Slot, SlotFacts>;

/** Collects what is billed, joins neighbouring stretches of one component, applies the steps, and prices the lines. */
export class LineBook {
  readonly #tariff: CompiledTariff;
  readonly #drafts: Draft[];
  /** The newest of each slot. */
  readonly #open: Partial<Record<Slot, Draft>> = {};

  constructor(tariff: CompiledTariff, drafts: Draft[] = []) {
    this.#tariff = tariff;
    this.#drafts = drafts;
    for (const draft of drafts) this.#open[draft.slot] = draft;
  }

  /** Goes on by itself from here. */
  fork(): LineBook {
    return new LineBook(
      this.#tariff,
      this.#drafts.map((draft) => ({ ...draft })),
    );
  }

  /**
   * Null as the component is a stretch that nothing prices. Energy of one component is one line also across pauses; time
   * that was interrupted is not.
   */
  add(slot: Slot, component: CompiledComponent | null, fromMs: number, toMs: number, quantity: bigint): void {
    const open = this.#open[slot];
    if (open && open.component === component && (open.toMs === fromMs || slot === "energy")) {
      open.toMs = toMs;
      open.quantity += quantity;
    } else {
      const draft: Draft = { slot, component, fromMs, toMs, quantity, stepSurplus: 0n };
      this.#drafts.push(draft);
      this.#open[slot] = draft;
    }
  }

  /**
   * Rounds up once per session: energy; parking, or charging time where no parking is paid; reservation time. The last paid
   * component's step counts, the surplus is billed at its price, and what is free is not counted (OCPI 2.2.1 mod_cdrs, step_size).
   */
  applySteps(): void {
    for (const draft of this.#drafts) draft.stepSurplus = 0n;
    this.#applyStep("energy");
    if (!this.#applyStep("parking")) this.#applyStep("time");
    this.#applyStep("reservationTime");
  }

  #applyStep(slot: Slot): boolean {
    const paid = this.#used().filter((draft) => draft.slot === slot && (draft.component?.priceMicros ?? 0n) !== 0n);
    const last = paid.at(-1);
    if (!last) return false;
    const step = last.component?.step ?? 0n;
    const total = paid.reduce((sum, draft) => sum + draft.quantity, 0n);
    if (step > 1n) last.stepSurplus = (step - (total % step)) % step;
    return true;
  }

  /** A stretch of less than half a second may have no seconds. */
  #used(): readonly Draft[] {
    return this.#drafts.filter((draft) => draft.quantity !== 0n);
  }

  toLines(): readonly PriceLine[] {
    return this.#used().flatMap((draft) => (draft.component ? [toLine(draft, draft.component)] : []));
  }

  /** Stretches of a dimension that the tariff knows but does not price there. */
  toUnpricedFlags(): readonly PricingFlag[] {
    return this.#used().flatMap((draft) => {
      if (draft.component || this.#tariff.slots[draft.slot].length === 0) return [];
      const { dimension, unit } = FACTS[draft.slot];
      return [{ key: "unpriced", dimension, unit, fromMs: draft.fromMs, toMs: draft.toMs, quantity: draft.quantity }];
    });
  }
}

/** Here amounts are rounded, half away from zero, to the micro: each line's net, then its VAT. All sums are exact after it. */
function toLine(draft: Draft, component: CompiledComponent): PriceLine {
  const { dimension, unit, unitsPerPrice } = FACTS[draft.slot];
  const netMicros = divideRounded((draft.quantity + draft.stepSurplus) * component.priceMicros, unitsPerPrice);
  const vatMicros = component.vatPpm === null ? 0n : divideRounded(netMicros * component.vatPpm, PPM);
  return {
    dimension,
    elementIndex: component.elementIndex,
    fromMs: draft.fromMs,
    toMs: draft.toMs,
    unit,
    quantity: draft.quantity,
    stepSurplus: draft.stepSurplus,
    stepSize: draft.stepSurplus === 0n ? 0n : component.step,
    unitPriceMicros: component.priceMicros,
    vatPpm: component.vatPpm,
    netMicros,
    vatMicros,
    grossMicros: netMicros + vatMicros,
    reasons: component.reasons,
  };
}

export const NO_AMOUNT: Amount = { netMicros: 0n, vatMicros: 0n, grossMicros: 0n };

export function sumAmounts(amounts: readonly Amount[]): Amount {
  let [netMicros, vatMicros, grossMicros] = [0n, 0n, 0n];
  for (const amount of amounts) {
    netMicros += amount.netMicros;
    vatMicros += amount.vatMicros;
    grossMicros += amount.grossMicros;
  }
  return { netMicros, vatMicros, grossMicros };
}
