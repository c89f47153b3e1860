import type { TariffDefaults } from "../../server/services/tariff/get-defaults.ts";
import type { OcpiTariff } from "../../server/tariff/ocpi-tariff.ts";

export const NUMBER_LIMITS = ["min_kwh", "max_kwh", "min_power", "max_power", "min_current", "max_current"] as const;
export const SECOND_LIMITS = ["min_duration", "max_duration"] as const;
export const CLOCK_LIMITS = ["start_time", "end_time", "start_date", "end_date"] as const;
export const LIMITS = [...CLOCK_LIMITS, ...NUMBER_LIMITS, ...SECOND_LIMITS] as const;
export type LimitField = (typeof LIMITS)[number];
export const COMPONENT_TYPES = ["ENERGY", "TIME", "PARKING_TIME", "FLAT"] as const;
export type ComponentType = (typeof COMPONENT_TYPES)[number];

type Json = Readonly<Record<string, unknown>>;
export type ComponentDraft = {
  readonly key: string;
  readonly base: Json;
  readonly type: string;
  readonly price: string;
  readonly vat: string;
  readonly step: string;
};
export type ElementDraft = {
  readonly key: string;
  readonly base: Json;
  readonly restrictionsBase: Json;
  readonly components: readonly ComponentDraft[];
  readonly limits: Readonly<Partial<Record<LimitField, string>>>;
  readonly days: readonly string[];
};
/** A tariff as it is typed: texts, whatever they hold. What the form has no field for stays in `base`. */
export type TariffDraft = {
  readonly base: Json;
  readonly countryCode: string;
  readonly partyId: string;
  readonly id: string;
  readonly currency: string;
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly elements: readonly ElementDraft[];
};

let lastKey = 0;
const nextKey = (): string => `k${++lastKey}`;

export const emptyComponent = (vat: string, type: ComponentType = "ENERGY"): ComponentDraft => ({
  key: nextKey(),
  base: {},
  type,
  price: "",
  vat,
  step: type === "ENERGY" ? "1" : type === "FLAT" ? "1" : "60",
});
export const emptyElement = (vat: string): ElementDraft => ({
  key: nextKey(),
  base: {},
  restrictionsBase: {},
  components: [emptyComponent(vat)],
  limits: {},
  days: [],
});
/** The VAT that a further price of a tariff begins with: that of its first. */
export const vatOf = ({ elements }: Pick<TariffDraft, "elements">): string => elements[0]?.components[0]?.vat ?? "";

/** A tariff with one price to fill in; what is not known of the company is left open. */
export const emptyDraft = (id: string, { currency, countryCode, vat }: TariffDefaults): TariffDraft => ({
  base: {},
  countryCode: countryCode ?? "",
  partyId: "",
  id,
  currency,
  minPrice: "",
  maxPrice: "",
  elements: [emptyElement(vat ?? "")],
});

const text = (value: unknown): string => (value == null ? "" : String(value));

/** An OCPI tariff as texts to edit. */
export function toDraft(tariff: OcpiTariff): TariffDraft {
  return {
    base: tariff,
    countryCode: tariff.country_code,
    partyId: tariff.party_id,
    id: tariff.id,
    currency: tariff.currency,
    minPrice: text(tariff.min_price?.excl_vat),
    maxPrice: text(tariff.max_price?.excl_vat),
    elements: tariff.elements.map((element) => ({
      key: nextKey(),
      base: element,
      restrictionsBase: element.restrictions ?? {},
      components: element.price_components.map((component) => ({
        key: nextKey(),
        base: component,
        type: component.type,
        price: text(component.price),
        vat: text(component.vat),
        step: text(component.step_size),
      })),
      limits: Object.fromEntries(
        LIMITS.flatMap((field) => {
          const value = element.restrictions?.[field];
          return value == null ? [] : [[field, text(value)]];
        }),
      ),
      days: element.restrictions?.day_of_week ?? [],
    })),
  };
}

const PLAIN_NUMBER = /^[+-]?\d+([.,]\d+)?$/;
/** A comma is a decimal point to most of Europe. What is no number stays text, for the check to refuse. */
const number = (typed: string): number | string => {
  const trimmed = typed.trim();
  return PLAIN_NUMBER.test(trimmed) ? Number(trimmed.replace(",", ".")) : trimmed;
};
const IS_NUMBER: ReadonlySet<string> = new Set([...NUMBER_LIMITS, ...SECOND_LIMITS]);

/** The OCPI object of what is typed; not checked. */
export function toOcpi(draft: TariffDraft, lastUpdated: string): Record<string, unknown> {
  const limitOf = (name: "min_price" | "max_price", typed: string) => {
    if (typed.trim() === "") return {};
    const before = draft.base[name] as { excl_vat?: unknown } | null | undefined;
    const price = number(typed);
    // The gross of an earlier net amount is not that of another one.
    return { [name]: before && text(before.excl_vat) === typed ? before : { excl_vat: price } };
  };
  const { min_price: _min, max_price: _max, ...base } = draft.base;
  return {
    ...base,
    country_code: draft.countryCode.trim(),
    party_id: draft.partyId.trim(),
    id: draft.id.trim(),
    currency: draft.currency.trim(),
    ...limitOf("min_price", draft.minPrice),
    ...limitOf("max_price", draft.maxPrice),
    elements: draft.elements.map(toElement),
    last_updated: lastUpdated,
  };
}

function toElement(element: ElementDraft): Record<string, unknown> {
  const kept = Object.entries(element.restrictionsBase).filter(
    ([name, value]) => value != null && name !== "day_of_week" && !(LIMITS as readonly string[]).includes(name),
  );
  const limits = LIMITS.flatMap((field) => {
    const typed = element.limits[field] ?? "";
    return typed.trim() === "" ? [] : [[field, IS_NUMBER.has(field) ? number(typed) : typed.trim()]];
  });
  const restrictions = Object.fromEntries([
    ...kept,
    ...limits,
    ...(element.days.length > 0 ? [["day_of_week", element.days]] : []),
  ]);
  const { restrictions: _before, ...base } = element.base;
  return {
    ...base,
    price_components: element.components.map(({ base: { vat: _vat, ...more }, type, price, vat, step }) => ({
      ...more,
      type,
      price: number(price),
      ...(vat.trim() === "" ? {} : { vat: number(vat) }),
      step_size: number(step),
    })),
    ...(Object.keys(restrictions).length > 0 ? { restrictions } : {}),
  };
}
