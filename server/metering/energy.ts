import {
  hasCredibleStop,
  increase,
  isComplete,
  isRegister,
  type MeteredSession,
  MOST_SESSION_MWH,
  phasesOf,
  pointsOf,
  type RegisterPoint,
} from "./register-series.ts";

export type EnergyFlag =
  | "startMissing"
  | "stopMissing"
  | "stopBelowStart"
  /** The stop's instant lies before the start's. */
  | "stopBeforeStart"
  /** The register fell: the meter was reset or exchanged. */
  | "registerFell"
  /** The register fell, but never below its start: single readings may be wrong or out of order, and the sum too high. */
  | "registerDipped"
  /** Readings with fewer phases than others were left out. */
  | "phaseMissing"
  /** The register seems to be labelled with the wrong unit: off by a factor of 1000. */
  | "unitSuspect"
  /** More energy than the connector can deliver in the time. */
  | "implausible"
  /** The meter reports power, but its register stands still. */
  | "powerWithoutEnergy"
  /** More than any session comes to (`MOST_SESSION_MWH`): the figure was cut to that. */
  | "capped";

export type SessionEnergy = {
  /** The sum of the register's rises, in mWh. Never negative, at most `MOST_SESSION_MWH`. */
  readonly energyMwh: bigint;
  /** What the energy probably is, when `unitSuspect`, `implausible` or `registerDipped` says that `energyMwh` is wrong and a better figure is known. */
  readonly proposedMwh?: bigint;
  readonly flags: readonly EnergyFlag[];
};

export type EnergyLimits = {
  /** The connector's maximum; where nobody knows it, no charger of today exceeds the default of 1 MW. */
  readonly maxPowerW?: number | undefined;
};

/** Such a session must not be billed before a person or a rule has decided. */
export const needsReview = ({ flags }: SessionEnergy): boolean => flags.some((flag) => REVIEW.has(flag));
const REVIEW: ReadonlySet<EnergyFlag> = new Set([
  ...(["unitSuspect", "implausible", "powerWithoutEnergy", "stopBelowStart", "startMissing", "capped"] as const),
  "registerDipped",
]);

/**
 * The energy of a session: the sum of the register's non-negative differences over start, readings and stop. Energy that
 * contradicts the measured power or the connector's maximum is flagged, with a proposal; nothing is corrected silently.
 */
export function sessionEnergy(session: MeteredSession, limits: EnergyLimits = {}): SessionEnergy {
  return assess(session, pointsOf(session).reduce(step, NOTHING), limits);
}

type Fold = {
  readonly last: RegisterPoint | null;
  readonly totalMwh: bigint;
  readonly hasFallen: boolean;
  readonly lowestMwh: bigint | null;
  /** Measured power × time, and what the register rose in the same intervals. */
  readonly poweredMwh: number;
  readonly meteredMwh: bigint;
};
const NOTHING: Fold = { last: null, totalMwh: 0n, hasFallen: false, lowestMwh: null, poweredMwh: 0, meteredMwh: 0n };

function step(fold: Fold, point: RegisterPoint): Fold {
  const { last } = fold;
  if (!last) return { ...fold, last: point, lowestMwh: point.registerMwh };
  const risenMwh = increase(last.registerMwh, point.registerMwh);
  const isPowered = last.powerW !== undefined && point.powerW !== undefined;
  const meanW = isPowered ? ((last.powerW ?? 0) + (point.powerW ?? 0)) / 2 : 0;
  return {
    last: point,
    totalMwh: fold.totalMwh + risenMwh,
    hasFallen: fold.hasFallen || point.registerMwh < last.registerMwh,
    lowestMwh: fold.lowestMwh !== null && fold.lowestMwh < point.registerMwh ? fold.lowestMwh : point.registerMwh,
    poweredMwh: fold.poweredMwh + toMwh(meanW, point.atMs - last.atMs),
    meteredMwh: fold.meteredMwh + (isPowered ? risenMwh : 0n),
  };
}
/** Watts over milliseconds in mWh. */
const toMwh = (powerW: number, durationMs: number): number => (powerW * durationMs) / 3600;

function assess(session: MeteredSession, fold: Fold, limits: EnergyLimits): SessionEnergy {
  const verdict = judge(session, fold, limits);
  const isBeyond = fold.totalMwh > MOST_SESSION_MWH;
  const flags = [...gapsOf(session, fold), ...verdict.flags, ...(isBeyond ? (["capped"] as const) : [])];
  const { proposedMwh } = verdict;
  return {
    energyMwh: isBeyond ? MOST_SESSION_MWH : fold.totalMwh,
    flags,
    ...(proposedMwh === undefined ? {} : { proposedMwh }),
  };
}

function gapsOf(session: MeteredSession, fold: Fold): readonly EnergyFlag[] {
  const { startRegisterMwh: start, stop, readings } = session;
  const end = stop?.registerMwh;
  const phases = phasesOf(readings);
  const flags: EnergyFlag[] = [];
  if (!isRegister(start)) flags.push("startMissing");
  if (!isRegister(end)) flags.push("stopMissing");
  else if (isRegister(start) && end < start) flags.push("stopBelowStart");
  if (stop && !hasCredibleStop(session)) flags.push("stopBeforeStart");
  if (fold.hasFallen) flags.push(isDip(session, fold) ? "registerDipped" : "registerFell");
  if (readings.some((reading) => !isComplete(reading, phases))) flags.push("phaseMissing");
  return flags;
}

/** A meter that starts anew starts low: one that stays above where the session began has hardly been reset. */
const isDip = ({ startRegisterMwh: start }: MeteredSession, { lowestMwh }: Fold): boolean =>
  isRegister(start) && lowestMwh !== null && lowestMwh >= start && start > 0n;

type Verdict = { readonly flags: readonly EnergyFlag[]; readonly proposedMwh?: bigint };

const DEFAULT_MAX_POWER_W = 1_000_000;
/** Meters and clocks may be this far off before anything is called implausible. */
const TOLERANCE = 1.2;
const SLACK_MWH = 1_000_000; // 1 kWh
/** Below this, measured power proves nothing. */
const MIN_POWERED_MWH = 100_000; // 100 Wh

function judge(session: MeteredSession, fold: Fold, { maxPowerW = DEFAULT_MAX_POWER_W }: EnergyLimits): Verdict {
  const endedAtMs = hasCredibleStop(session) ? session.stop?.atMs : fold.last?.atMs;
  const durationMs = (endedAtMs ?? session.startedAtMs) - session.startedAtMs;
  const possibleMwh = toMwh(maxPowerW, durationMs) * TOLERANCE + SLACK_MWH;
  const isPossible = (mwh: bigint): boolean => mwh >= 0n && Number(mwh) <= possibleMwh;
  const { totalMwh } = fold;
  const direct = directDifference(session, fold);
  if (fold.hasFallen && !isPossible(totalMwh) && direct !== null && isPossible(direct)) {
    return { flags: ["implausible"], proposedMwh: direct };
  }
  const ratio = fold.poweredMwh / Number(fold.meteredMwh); // about 1 when the register's unit is right

  if (fold.poweredMwh >= MIN_POWERED_MWH) {
    if (fold.meteredMwh === 0n) return { flags: ["powerWithoutEnergy"] };
    if (isThousand(ratio)) return { flags: ["unitSuspect"], ...proposal(totalMwh * 1000n, isPossible) };
  }
  if (Number(fold.meteredMwh) >= MIN_POWERED_MWH && isThousand(1 / ratio)) {
    return { flags: ["unitSuspect"], ...proposal(totalMwh / 1000n, isPossible) };
  }
  if (isPossible(totalMwh)) {
    const isDoubtful = fold.hasFallen && isDip(session, fold) && direct !== null;
    return { flags: [], ...(isDoubtful ? proposal(direct, isPossible) : {}) };
  }
  const isUnit = fold.poweredMwh < MIN_POWERED_MWH && isPossible(totalMwh / 1000n);
  return isUnit ? { flags: ["unitSuspect"], proposedMwh: totalMwh / 1000n } : { flags: ["implausible"] };
}

/** Coarse registers and sparse power samples blur the factor. */
const isThousand = (ratio: number): boolean => ratio >= 200 && ratio <= 5000;

const proposal = (mwh: bigint, isPossible: (mwh: bigint) => boolean): { readonly proposedMwh?: bigint } =>
  isPossible(mwh) ? { proposedMwh: mwh } : {};

/** From the first register to the last, as if nothing had happened between: right when single readings were wrong. */
function directDifference({ startRegisterMwh }: MeteredSession, { last }: Fold): bigint | null {
  return last && isRegister(startRegisterMwh) ? last.registerMwh - startRegisterMwh : null;
}
