import type { CompiledLimit, CompiledTariff } from "./compile-tariff.ts";
import { divideRounded } from "./decimal.ts";
import type { Amount, LimitAdjustment, PricingFlag } from "./priced-session.ts";

type Limited = { readonly adjustments: readonly LimitAdjustment[]; readonly flags: readonly PricingFlag[] };

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Holds net and gross each to its own limit (OCPI 2.2.1 mod_tariffs, min_price and max_price). A limit without incl_vat
 * moves the gross in proportion, or leaves it at the net where the session cost nothing. The minimum is a charging
 * session's: a reservation alone has none.
 */
export function applyLimits(tariff: CompiledTariff, total: Amount, hasCharged: boolean): Limited {
  const adjustments: LimitAdjustment[] = [];
  const flags: PricingFlag[] = [];
  let current = total;
  const apply = (limit: LimitAdjustment["limit"], bounds: CompiledLimit | null, pick: typeof larger): void => {
    if (!bounds) return;
    const netMicros = pick(current.netMicros, bounds.netMicros);
    const grossMicros =
      bounds.grossMicros === null ? followNet(current, netMicros) : pick(current.grossMicros, bounds.grossMicros);
    if (netMicros === current.netMicros && grossMicros === current.grossMicros) return;
    const net = netMicros - current.netMicros;
    const gross = grossMicros - current.grossMicros;
    adjustments.push({ limit, netMicros: net, vatMicros: gross - net, grossMicros: gross });
    if (bounds.grossMicros === null) flags.push({ key: "grossLimitDerived", limit });
    current = { netMicros, vatMicros: grossMicros - netMicros, grossMicros };
  };
  if (hasCharged) apply("minPrice", tariff.minPrice, larger);
  apply("maxPrice", tariff.maxPrice, smaller);
  return { adjustments, flags };
}

function followNet(current: Amount, netMicros: bigint): bigint {
  if (netMicros === current.netMicros) return current.grossMicros;
  if (current.netMicros <= 0n) return netMicros;
  return divideRounded(current.grossMicros * netMicros, current.netMicros);
}
