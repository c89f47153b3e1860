import type { ChargedPeriod } from "./charged-period.ts";
import { PriceFold, type PricingTerms } from "./price-fold.ts";
import type { PricedSession } from "./priced-session.ts";

export type PricingInput = PricingTerms & {
  /** In order, without overlap. Gaps cost nothing, but the session's duration runs on. */
  readonly periods: readonly ChargedPeriod[];
};

/**
 * Prices a session, running or ended, by an OCPI 2.2.1 tariff: pure, in integers, with the trace of how it came about.
 * Per dimension the first element that matches counts; none is free. FLAT is charged once, at the first moment one matches.
 * Throws `invalid` for an unknown zone and for periods that are out of order or negative.
 */
export function priceSession({ periods, ...terms }: PricingInput): PricedSession {
  const fold = PriceFold.of(terms);
  for (const period of periods) fold.add(period);
  return fold.total();
}
