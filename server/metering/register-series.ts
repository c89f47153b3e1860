/** What one instant of a session says about energy; made of a Reading and its instant. */
export type RegisterPoint = {
  readonly atMs: number;
  /** Imported energy register, in mWh. */
  readonly registerMwh: bigint;
  /** Of how many phases the register is the sum; 0 or absent: the meter's own total. */
  readonly phases?: number | undefined;
  readonly powerW?: number | undefined;
  readonly currentMa?: number | undefined;
};

/** A session as its meter tells it. Registers that are missing or negative (OCPP's "I have none") are absent. */
export type MeteredSession = {
  readonly startedAtMs: number;
  readonly startRegisterMwh?: bigint | undefined;
  /** In order of arrival, which decides between equal instants. */
  readonly readings: readonly RegisterPoint[];
  readonly stop?: { readonly atMs: number; readonly registerMwh?: bigint | undefined } | undefined;
};

/** 1 TWh in mWh: no meter has counted so much, and far more would not fit the columns. */
export const MOST_REGISTER_MWH = 10n ** 15n;

/** 10 GWh in mWh: a megawatt for more than a year. Beyond it no session is real, and its price may not fit the columns. */
export const MOST_SESSION_MWH = 10n ** 13n;

/** A register that is there at all: stations send -1 for none, and broken ones what no meter shows. */
export const isRegister = (mwh: bigint | undefined): mwh is bigint =>
  mwh !== undefined && mwh >= 0n && mwh <= MOST_REGISTER_MWH;

/** The most phases any reading sums up: a sum of fewer lacks one, and would look like a meter reset. */
export const phasesOf = (readings: readonly RegisterPoint[]): number =>
  readings.reduce((most, { phases = 0 }) => Math.max(most, phases), 0);

export const isComplete = ({ phases = 0 }: RegisterPoint, sessionPhases: number): boolean =>
  phases === 0 || phases === sessionPhases;

/** A stop before the start has a wrong clock: it then limits nothing, and counts at the last reading. */
export function hasCredibleStop({ startedAtMs, stop }: MeteredSession): boolean {
  return stop !== undefined && stop.atMs >= startedAtMs;
}

/** 1 Wh in mWh. Start and stop are whole Wh by the standard (OCPP 1.6, 6.45, 6.49); readings may have decimals. */
const WHOLE_MWH = 1000n;

const isRounding = (fallMwh: bigint): boolean => fallMwh >= 0n && fallMwh < WHOLE_MWH;

/**
 * The points that count, in order: the start's register, the complete readings from start to stop, the stop's register.
 * Readings of equal instants keep their order of arrival. Those next to start and stop that lie outside of them only by
 * their rounding show the same register: neither a fall nor a rise.
 */
export function pointsOf(session: MeteredSession): readonly RegisterPoint[] {
  const { startedAtMs, startRegisterMwh, stop } = session;
  const untilMs = stop && hasCredibleStop(session) ? stop.atMs : Number.POSITIVE_INFINITY;
  const phases = phasesOf(session.readings);
  const points = session.readings
    .filter((reading) => reading.atMs >= startedAtMs && reading.atMs <= untilMs)
    .filter((reading) => isRegister(reading.registerMwh) && isComplete(reading, phases))
    .sort((a, b) => a.atMs - b.atMs);
  if (isRegister(startRegisterMwh)) {
    for (const [index, point] of points.entries()) {
      if (!isRounding(startRegisterMwh - point.registerMwh)) break;
      points[index] = { ...point, registerMwh: startRegisterMwh };
    }
    points.unshift({ atMs: startedAtMs, registerMwh: startRegisterMwh });
  }
  if (stop && isRegister(stop.registerMwh)) {
    const { registerMwh } = stop;
    for (let index = points.length - 1; index >= 0; index--) {
      const point = points[index];
      if (!point || !isRounding(point.registerMwh - registerMwh)) break;
      points[index] = { ...point, registerMwh };
    }
    points.push({ atMs: hasCredibleStop(session) ? stop.atMs : (points.at(-1)?.atMs ?? startedAtMs), registerMwh });
  }
  return points;
}

/** Energy between two registers. A fall is a meter that started anew: no energy, and the new base for what follows. */
export const increase = (from: bigint, to: bigint): bigint => (to > from ? to - from : 0n);
