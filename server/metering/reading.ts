import { type Decimal, parseDecimal, toInteger } from "./decimal.ts";
import { MOST_REGISTER_MWH } from "./register-series.ts";

/** One sample as meters report it; the shape of OCPP 1.6's SampledValue with every default still absent. */
export type MeterSample = {
  readonly value: string;
  readonly context?: string | undefined;
  readonly format?: string | undefined;
  readonly measurand?: string | undefined;
  readonly phase?: string | undefined;
  readonly location?: string | undefined;
  readonly unit?: string | undefined;
};

export type ReadingFlag =
  /** A sample was no number; the others stand. */
  | "badNumber"
  /** A unit that does not belong to its measurand; the sample is left out. */
  | "badUnit"
  /** A register below zero; left out. */
  | "negativeRegister"
  /** A register above 1 TWh; left out. */
  | "implausibleRegister"
  /** The same quantity twice with different values; the first stands. */
  | "duplicateSample"
  /** The energy is the sum of phases, because no total came. */
  | "summedPhases"
  /** A signed record came; it is kept in `signedValues`. */
  | "signedData"
  /** A state of charge outside 0 to 100; left out. */
  | "implausibleSoc";

/** A quantity per phase; `total` is what came without a phase. */
export type PhaseValues = { total?: number; l1?: number; l2?: number; l3?: number; n?: number };

/** What one instant's samples say, in our units. A quantity that did not come is absent. */
export type Reading = {
  /** Imported active energy register, in mWh. */
  energyRegisterMwh?: bigint;
  /** How many phases `energyRegisterMwh` sums up; 0 when it is the meter's own total. */
  energyPhases?: number;
  /** The samples behind `energyRegisterMwh` in the meter's own decimal text. */
  energyEvidence?: readonly { readonly value: string; readonly unit: string; readonly phase?: string }[];
  powerW?: number;
  powerOfferedW?: number;
  currentMa?: PhaseValues;
  currentOfferedMa?: number;
  /** Phase to neutral (or DC); voltages between phases are left out. */
  voltageMv?: PhaseValues;
  socPercent?: number;
  temperatureC?: number;
  signedValues?: readonly string[];
  readonly flags: readonly ReadingFlag[];
};

type Sample = MeterSample & { readonly decimal: Decimal };
type Phase = keyof PhaseValues;

/** Powers of ten to our unit. The empty text is the absent unit: Wh for energy, else the measurand's natural one. */
const ENERGY_UNITS: Readonly<Record<string, number>> = { "": 3, Wh: 3, kWh: 6 };
const POWER_UNITS: Readonly<Record<string, number>> = { "": 0, W: 0, kW: 3 };
const CURRENT_UNITS: Readonly<Record<string, number>> = { "": 3, A: 3 };
const VOLTAGE_UNITS: Readonly<Record<string, number>> = { "": 3, V: 3 };

/**
 * Turns the samples of one instant into a reading (OCPP 1.6, 7.43). Defaults of the standard apply: imported active energy, Wh,
 * measured at the outlet. Energy is exact, from the decimal text; a sample that cannot be read never drops the others.
 */
export function parseReading(samples: readonly MeterSample[]): Reading {
  const flags = new Set<ReadingFlag>();
  const signedValues: string[] = [];
  const numeric: Sample[] = [];
  for (const sample of samples) {
    if (isSigned(sample)) {
      signedValues.push(sample.value);
      flags.add("signedData");
      continue;
    }
    const decimal = parseDecimal(sample.value);
    if (decimal) numeric.push({ ...sample, decimal });
    else flags.add("badNumber");
  }
  const of = (measurand: string) => select(numeric, measurand);
  const reading: Omit<Reading, "flags"> = readEnergy(of("Energy.Active.Import.Register"), flags);
  const powerW = totalOf(toPhases(of("Power.Active.Import"), POWER_UNITS, flags));
  if (powerW !== undefined) reading.powerW = powerW;
  const powerOfferedW = totalOf(toPhases(of("Power.Offered"), POWER_UNITS, flags));
  if (powerOfferedW !== undefined) reading.powerOfferedW = powerOfferedW;
  const currentMa = toPhases(of("Current.Import"), CURRENT_UNITS, flags);
  if (currentMa) reading.currentMa = currentMa;
  const currentOfferedMa = highestOf(toPhases(of("Current.Offered"), CURRENT_UNITS, flags));
  if (currentOfferedMa !== undefined) reading.currentOfferedMa = currentOfferedMa;
  const voltageMv = toPhases(of("Voltage"), VOLTAGE_UNITS, flags);
  if (voltageMv) reading.voltageMv = voltageMv;
  const socPercent = readSoc(of("SoC"), flags);
  if (socPercent !== undefined) reading.socPercent = socPercent;
  const temperatureC = readTemperature(of("Temperature"), flags);
  if (temperatureC !== undefined) reading.temperatureC = temperatureC;
  if (signedValues.length > 0) reading.signedValues = signedValues;
  return { ...reading, flags: [...flags] };
}

/** Older stations put a signed record into `value` and call it Raw, so the content decides too. */
const isSigned = (sample: MeterSample): boolean =>
  sample.format === "SignedData" || /^\s*(?:OCMF\||\{)/.test(sample.value);

/** The samples of a measurand at the place nearest to the outlet; one of the transaction's begin gives way to a later one. */
function select(samples: readonly Sample[], measurand: string): readonly Sample[] {
  const found = samples.filter((sample) => (sample.measurand || "Energy.Active.Import.Register") === measurand);
  const later = found.filter((sample) => sample.context !== "Transaction.Begin");
  const current = later.length > 0 ? later : found;
  const place = PLACES.find((name) => current.some((sample) => (sample.location || "Outlet") === name));
  return place === undefined ? current : current.filter((sample) => (sample.location || "Outlet") === place);
}
const PLACES = ["Outlet", "Cable", "Inlet", "Body", "EV"];

function readEnergy(samples: readonly Sample[], flags: Set<ReadingFlag>): Omit<Reading, "flags"> {
  const perPhase = new Map<Phase, { readonly mwh: bigint; readonly sample: Sample }>();
  for (const sample of samples) {
    const power = powerOfTen(sample, ENERGY_UNITS, flags);
    const phase = phaseOf(sample.phase);
    if (power === undefined || phase === null) continue;
    const mwh = toInteger(sample.decimal, power);
    const earlier = perPhase.get(phase);
    if (sample.decimal.digits < 0n) flags.add("negativeRegister");
    else if (mwh > MOST_REGISTER_MWH) flags.add("implausibleRegister");
    else if (!earlier) perPhase.set(phase, { mwh, sample });
    else if (earlier.mwh !== mwh) flags.add("duplicateSample");
  }
  const total = perPhase.get("total");
  const parts = total ? [total] : [...perPhase].filter(([phase]) => phase !== "n").map(([, part]) => part);
  if (parts.length === 0) return {};
  if (!total) flags.add("summedPhases");
  return {
    energyRegisterMwh: parts.reduce((sum, part) => sum + part.mwh, 0n),
    energyPhases: total ? 0 : parts.length,
    energyEvidence: parts.map(({ sample }) => ({
      value: sample.value,
      unit: sample.unit || "Wh",
      ...(sample.phase ? { phase: sample.phase } : {}),
    })),
  };
}

function toPhases(
  samples: readonly Sample[],
  units: Readonly<Record<string, number>>,
  flags: Set<ReadingFlag>,
): PhaseValues | undefined {
  const values: PhaseValues = {};
  for (const sample of samples) {
    const power = powerOfTen(sample, units, flags);
    const phase = phaseOf(sample.phase);
    if (power === undefined || phase === null) continue;
    const value = roundedNumber(sample.decimal, power);
    if (!Number.isSafeInteger(value)) flags.add("badNumber");
    else if (values[phase] === undefined) values[phase] = value;
    else if (values[phase] !== value) flags.add("duplicateSample");
  }
  return Object.keys(values).length > 0 ? values : undefined;
}

function powerOfTen(
  sample: Sample,
  units: Readonly<Record<string, number>>,
  flags: Set<ReadingFlag>,
): number | undefined {
  const unit = sample.unit ?? "";
  if (Object.hasOwn(units, unit)) return units[unit];
  flags.add("badUnit");
  return undefined;
}

/** Voltages between two phases are no phase's own: null. */
function phaseOf(phase: string | undefined): Phase | null {
  if (!phase) return "total";
  return Object.hasOwn(PHASES, phase) ? (PHASES[phase] ?? null) : null; // a station may name a phase "constructor"
}
const PHASES: Readonly<Record<string, Phase>> = {
  ...{ L1: "l1", L2: "l2", L3: "l3", N: "n" },
  ...{ "L1-N": "l1", "L2-N": "l2", "L3-N": "l3" },
};

const phasesOf = ({ l1, l2, l3 }: PhaseValues): number[] => [l1, l2, l3].filter((value) => value !== undefined);

function totalOf(values: PhaseValues | undefined): number | undefined {
  if (!values || values.total !== undefined) return values?.total;
  const parts = phasesOf(values);
  return parts.length > 0 ? parts.reduce((sum, part) => sum + part, 0) : undefined;
}

/** The highest of the phases, or the total where no phase came: what a fuse sees. */
export function highestOf(values: PhaseValues | undefined): number | undefined {
  if (!values) return undefined;
  const parts = phasesOf(values);
  return parts.length > 0 ? Math.max(...parts) : values.total;
}

function readSoc([sample]: readonly Sample[], flags: Set<ReadingFlag>): number | undefined {
  if (!sample) return undefined;
  const percent = roundedNumber(sample.decimal, 0);
  if (percent >= 0 && percent <= 100) return percent;
  flags.add("implausibleSoc");
  return undefined;
}

/** The hottest place, in °C with one decimal. */
function readTemperature(samples: readonly Sample[], flags: Set<ReadingFlag>): number | undefined {
  const degrees = samples.flatMap((sample) => {
    const convert = TEMPERATURES[sample.unit ?? ""];
    if (!convert) flags.add("badUnit");
    return convert ? [Math.round(convert(roundedNumber(sample.decimal, 2) / 100) * 10) / 10] : [];
  });
  return degrees.length > 0 ? Math.max(...degrees) : undefined;
}
const celsius = (degrees: number): number => degrees;
const TEMPERATURES: Readonly<Record<string, (degrees: number) => number>> = {
  ...{ "": celsius, Celsius: celsius, Celcius: celsius },
  K: (kelvin) => kelvin - 273.15,
  Fahrenheit: (degrees) => ((degrees - 32) * 5) / 9,
};

/** Half away from zero. */
function roundedNumber(decimal: Decimal, power: number): number {
  const tenths = toInteger(decimal, power + 1);
  return Number((tenths + (tenths < 0n ? -5n : 5n)) / 10n);
}
