import { isAppError } from "../core/errors.ts";
import { parseDecimal } from "./decimal.ts";
import type { OcpiTariff } from "./ocpi-tariff.ts";

/** From here on AFIR Art. 5 wants a price per kWh, beside which only an occupancy fee may stand. */
export const FAST_FROM_W = 50_000;

export const AD_HOC_RULES = [
  "energyMissing",
  "kwhPriceMissing",
  "timeFromStart",
  "flatNotAllowed",
  "minPriceNotAllowed",
  "feeNotPerMinute",
  "energyStepTooLarge",
  "vatMissing",
] as const;
export type AdHocRule = (typeof AD_HOC_RULES)[number];

/** What the law forbids of a price for guests. `path` is the field of the OCPI object; the words are the reader's to find. */
export type AdHocViolation = {
  readonly code: AdHocRule;
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
};

const SECONDS_PER_MINUTE = 60;
const WH_PER_KWH = 1000;

/**
 * What stands against charging guests by a tariff: AFIR (Regulation (EU) 2023/1804) Art. 5 by the highest power of the
 * connectors it serves, and PAngV § 14 on showing a price. `maxPowerW` null: no connector with a known power.
 * What is priced at nothing is no component: a tariff that is free altogether is lawful.
 */
export function findAdHocViolations(tariff: OcpiTariff, maxPowerW: number | null): readonly AdHocViolation[] {
  const isFast = maxPowerW !== null && maxPowerW >= FAST_FROM_W;
  const fast = { powerKw: (maxPowerW ?? 0) / 1000 };
  const found: AdHocViolation[] = [];
  const add = (code: AdHocRule, path: string, params: AdHocViolation["params"] = {}) =>
    found.push({ code, path, params });
  const priced = tariff.elements.flatMap((element, elementIndex) =>
    // A guest cannot reserve; what a reservation costs is not part of the ad-hoc price.
    element.restrictions?.reservation != null
      ? []
      : element.price_components.flatMap((component, index) =>
          isNothing(component.price)
            ? []
            : [{ component, element, path: `elements.${elementIndex}.price_components.${index}` }],
        ),
  );
  const minPrice = tariff.min_price && !isNothing(tariff.min_price.excl_vat);
  const hasEnergy = priced.some(({ component }) => component.type === "ENERGY");
  if (!hasEnergy && (priced.length > 0 || minPrice)) {
    if (isFast) add("energyMissing", "elements", fast);
    else if (tariff.country_code === "DE") add("kwhPriceMissing", "elements");
  }
  for (const { component, element, path } of priced) {
    const isTimed = component.type === "TIME" || component.type === "PARKING_TIME";
    if (component.vat == null) add("vatMissing", `${path}.vat`);
    if (component.type === "ENERGY" && component.step_size > WH_PER_KWH) {
      add("energyStepTooLarge", `${path}.step_size`, { stepWh: component.step_size });
    }
    if (!isFast) continue;
    if (component.type === "FLAT") add("flatNotAllowed", `${path}.type`, fast);
    if (component.type === "TIME" && (element.restrictions?.min_duration ?? 0) === 0) {
      add("timeFromStart", `${path}.type`, fast);
    }
    if (isTimed && component.step_size > SECONDS_PER_MINUTE) {
      add("feeNotPerMinute", `${path}.step_size`, { ...fast, stepSeconds: component.step_size });
    }
  }
  // A least price is a price per session by another name.
  if (isFast && minPrice) add("minPriceNotAllowed", "min_price", fast);
  return found;
}

function isNothing(price: number | string): boolean {
  try {
    return parseDecimal(price, 6) === 0n;
  } catch (error) {
    if (isAppError(error)) return false; // not a number: for the check of the object itself to say
    throw error;
  }
}
