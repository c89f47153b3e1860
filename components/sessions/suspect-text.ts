import type { useTranslations } from "next-intl";
import type { EnergyFlag } from "../../server/metering/energy.ts";
import type { InstantFlag } from "../../server/metering/instant.ts";
import type { MeterValueFlag, SuspectReason } from "../../server/services/charging/suspect-reason.ts";

type Translate = ReturnType<typeof useTranslations<"session">>;
type Tail<Prefix extends string> =
  Extract<SuspectReason, `${Prefix}:${string}`> extends `${Prefix}:${infer Rest}` ? Rest : never;

/** Records, not lists: a reason that the server learns does not compile here until it has words. */
const CARD: Record<Tail<"idToken">, true> = { blocked: true, expired: true, unknown: true, concurrent: true };
const CLOCK: Record<InstantFlag, true> = {
  ...{ clock1970: true, clockFuture: true, clockImplausible: true },
  ...{ noZone: true, clockCorrected: true, unparsable: true },
};
const ENERGY: Record<EnergyFlag, true> = {
  ...{ startMissing: true, stopMissing: true, stopBelowStart: true, stopBeforeStart: true },
  ...{ registerFell: true, registerDipped: true },
  ...{ phaseMissing: true, unitSuspect: true, implausible: true, powerWithoutEnergy: true, capped: true },
};
const PLAIN: Record<Exclude<SuspectReason, `${string}:${string}`>, true> = {
  ...{ connectorUnknown: true, startOutOfOrder: true, meterStartNegative: true, noTariff: true },
  ...{ stopWithoutId: true, stopBeforeStart: true, stopOtherCard: true, abandoned: true, settlementFailed: true },
};
const FLAGS: Record<Exclude<MeterValueFlag, InstantFlag>, true> = {
  ...{ badNumber: true, badUnit: true, negativeRegister: true, implausibleRegister: true, duplicateSample: true },
  ...{ summedPhases: true, signedData: true, implausibleSoc: true, unknownTransaction: true, afterStop: true },
  ...{ connectorUnknown: true, otherConnector: true },
};

const keys = <Name extends string>(record: Record<Name, true>): Name[] => Object.keys(record) as Name[];
const isIn = <Name extends string>(record: Record<Name, true>, name: string): name is Name =>
  Object.hasOwn(record, name);

/** All reasons that the server may give. */
export const SUSPECT_REASONS: readonly SuspectReason[] = [
  ...keys(CARD).map((verdict) => `idToken:${verdict}` as const),
  ...keys(CLOCK).map((flag) => `start:${flag}` as const),
  ...keys(CLOCK).map((flag) => `stop:${flag}` as const),
  ...keys(ENERGY).map((flag) => `energy:${flag}` as const),
  ...keys(PLAIN),
];

/** All flags that a reading may carry. */
export const METER_VALUE_FLAGS: readonly MeterValueFlag[] = [...keys(CLOCK), ...keys(FLAGS)];

/** Why a session wants a look, in words; a reason of a newer server reads as "something is unusual". */
export function suspectText(t: Translate, reason: string): string {
  const [kind = "", detail = ""] = reason.split(":");
  if (kind === "idToken" && isIn(CARD, detail)) return t(`suspect.idToken.${detail}`);
  if ((kind === "start" || kind === "stop") && isIn(CLOCK, detail)) {
    return t(`suspect.${kind}`, { clock: t(`clock.${detail}`) });
  }
  if (kind === "energy" && isIn(ENERGY, detail)) return t(`suspect.energy.${detail}`);
  return isIn(PLAIN, reason) ? t(`suspect.${reason}`) : t("suspect.other");
}

/** What is peculiar about a reading, in words; a flag of a newer server stays as it is. */
export function meterFlagText(t: Translate, flag: string): string {
  if (isIn(CLOCK, flag)) return t(`clock.${flag}`);
  return isIn(FLAGS, flag) ? t(`flags.${flag}`) : flag;
}
