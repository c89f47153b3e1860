import type { ChargedPeriod } from "../tariff/charged-period.ts";
import { type CompiledTariff, compileTariff } from "../tariff/compile-tariff.ts";
import { type OcpiTariff, parseOcpiTariff } from "../tariff/ocpi-tariff.ts";

type Element = OcpiTariff["elements"][number];
type Component = Element["price_components"][number];

/** Builders of tariffs and charged periods. */
export const component = (
  type: Component["type"],
  price: number | string,
  more: { vat?: number; step_size?: number } = {},
): Component => ({ type, price, step_size: 1, ...more });

export const element = (components: Component | Component[], restrictions?: Element["restrictions"]): Element => ({
  price_components: Array.isArray(components) ? components : [components],
  ...(restrictions ? { restrictions } : {}),
});

export const ocpiTariff = (elements: Element[], more: Partial<OcpiTariff> = {}): OcpiTariff =>
  parseOcpiTariff({
    country_code: "DE",
    party_id: "VPT",
    id: "T1",
    currency: "EUR",
    elements,
    last_updated: "2024-01-01T00:00:00Z",
    ...more,
  });

export const tariffOf = (elements: Element[], more: Partial<OcpiTariff> = {}): CompiledTariff =>
  compileTariff(ocpiTariff(elements, more));

/** A period by its UTC texts, kWh and kind. */
export const period = (from: string, to: string, kwh = 0, more: Partial<ChargedPeriod> = {}): ChargedPeriod => ({
  startedAtMs: Date.parse(from),
  endedAtMs: Date.parse(to),
  energyMwh: BigInt(Math.round(kwh * 1e6)),
  kind: "charging",
  ...more,
});
