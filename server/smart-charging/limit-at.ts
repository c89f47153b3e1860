import { type LimitQuery, LimitSweep, type LimitUntil } from "./limit-sweep.ts";

/**
 * The limit of a connector (0: the whole charge point) at one instant, and until when it holds at least (OCPP 1.6, 3.13).
 * Where no transaction runs it is what one that starts at that instant would get.
 */
export const limitAt = ({ atMs, ...query }: LimitQuery & { readonly atMs: number }): LimitUntil =>
  new LimitSweep(query, atMs).at(atMs);
