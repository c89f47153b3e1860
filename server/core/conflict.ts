import { AppError } from "./errors.ts";

/** What stands in the way of an operator, other than somebody's change at the same time. The office has words for each. */
export const CONFLICTS = [
  ...(["identityTaken", "stationRetired", "stationPending", "stationRejected"] as const),
  ...(["tariffNameTaken", "tariffInUse", "tariffRetired", "defaultBrand"] as const),
  ...(["passkeysFull", "passkeyKnown", "totpThere", "providersFull"] as const),
] as const;
export type Conflict = (typeof CONFLICTS)[number];

/** The refusal, with its reason among the details. */
export const conflict = (reason: Conflict, publicMessage: string, details: AppError["details"] = {}): AppError =>
  new AppError("conflict", publicMessage, { ...details, reason });
