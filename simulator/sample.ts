import type { OCPP16 } from "typed-ocpp";
import type { Measurand } from "./configuration.ts";
import { type ConnectorSpec, phasesOf } from "./power.ts";
import type { Quirks } from "./quirks.ts";

export type MeterValue = OCPP16.MeterValuesRequest["meterValue"][number];
type Sampled = MeterValue["sampledValue"][number];
export type SampleContext = NonNullable<Sampled["context"]>;

/** What the meter shows at one instant. */
export type Reading = {
  readonly registerWh: number;
  readonly powerW: number;
  /** Absent without a car. */
  readonly socPercent: number | undefined;
  /** Mains voltage per phase (AC), battery voltage (DC). */
  readonly voltageV: number;
  readonly usedPhases: 1 | 3;
};

const LINES = ["L1", "L2", "L3"] as const;
const LINE_TO_NEUTRAL = ["L1-N", "L2-N", "L3-N"] as const;

/**
 * One MeterValue (OCPP 1.6 section 7.33) with the wanted measurands, or undefined when none applies to this connector.
 * Power equals the sum over the phases of voltage times current, up to rounding.
 */
export function encodeMeterValue(
  reading: Reading,
  spec: ConnectorSpec,
  options: {
    readonly timestamp: string;
    readonly context: SampleContext;
    readonly measurands: readonly Measurand[];
    readonly quirks: Quirks;
  },
): MeterValue | undefined {
  const plain = options.measurands.flatMap((measurand) => sample(measurand, reading, spec));
  if (plain.length === 0) return undefined;
  const sampledValue = plain.map((value) => withQuirks({ ...value, context: options.context }, options.quirks));
  return { timestamp: options.timestamp, sampledValue };
}

function sample(measurand: Measurand, reading: Reading, spec: ConnectorSpec): Sampled[] {
  const { registerWh, powerW, socPercent, voltageV, usedPhases } = reading;
  const location = "Outlet";
  switch (measurand) {
    case "Energy.Active.Import.Register":
      return [{ measurand, location, unit: "Wh", value: String(Math.floor(registerWh)) }];
    case "Power.Active.Import":
      return [{ measurand, location, unit: "W", value: powerW.toFixed(1) }];
    case "Current.Import": {
      if (spec.kind === "DC") return [{ measurand, location, unit: "A", value: (powerW / voltageV).toFixed(2) }];
      const perPhaseA = (powerW / usedPhases / voltageV).toFixed(2);
      const values = LINES.slice(0, phasesOf(spec));
      return values.map((phase, index) => ({
        measurand,
        location,
        phase,
        unit: "A",
        value: index < usedPhases ? perPhaseA : "0.00",
      }));
    }
    case "Voltage": {
      const value = voltageV.toFixed(1);
      if (spec.kind === "DC") return [{ measurand, location, unit: "V", value }];
      return LINE_TO_NEUTRAL.slice(0, phasesOf(spec)).map((phase) => ({
        measurand,
        location,
        phase,
        unit: "V",
        value,
      }));
    }
    case "SoC":
      // Only the DC protocols tell the station the car's state of charge.
      if (spec.kind === "AC" || socPercent === undefined) return [];
      return [{ measurand, location: "EV", unit: "Percent", value: socPercent.toFixed(1) }];
  }
}

function withQuirks(sampled: Sampled, quirks: Quirks): Sampled {
  let changed = sampled;
  if (quirks.units === "kwhLabelledWh" && sampled.unit === "Wh") {
    changed = { ...changed, value: (Number(sampled.value) / 1000).toFixed(3) };
  }
  if (quirks.units === "missing") {
    const { unit: _, ...rest } = changed;
    changed = rest;
  }
  // Deliberately off the schema: some firmware sends JSON numbers.
  return quirks.numericValues ? { ...changed, value: Number(changed.value) as unknown as string } : changed;
}
