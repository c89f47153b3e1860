import { hash } from "node:crypto";
import { parseStationTime } from "../../metering/instant.ts";
import { type MeterSample, type PhaseValues, parseReading } from "../../metering/reading.ts";
import type { Reading } from "../recording/facts.ts";
import type { Station } from "../station/station.ts";
import type { MeterValueFlag } from "./suspect-reason.ts";

export type MeterValueInput = { readonly timestamp: string; readonly sampledValue: readonly MeterSample[] };

/** Where readings belong: a session, or the charge point when they name none that we know. */
export type ReadingTarget = {
  readonly session: { readonly id: string; readonly startedAt: Date } | null;
  readonly connectorNumber: number;
  readonly transactionId: number | null;
  readonly flags: readonly MeterValueFlag[];
};

const INT4_MOST = 2_147_483_647;

/**
 * Turns what a station sent of its meter into rows: our reading of it, and its own words as evidence. What says nothing, and
 * what one message says twice, is no row: a frame holds hundreds of thousands of those, and would hold up everybody else.
 */
export function toReadings(
  station: Pick<Station, "chargePointId" | "timeZone">,
  values: readonly MeterValueInput[],
  target: ReadingTarget,
  receivedAt: Date,
): readonly Reading[] {
  const said = new Set<string>();
  return values.flatMap(({ timestamp, sampledValue }) => {
    const samples = JSON.stringify(sampledValue);
    const words = `${timestamp}\n${samples}`;
    if (sampledValue.length === 0 || said.has(words)) return [];
    said.add(words);
    const at = parseStationTime(timestamp, { arrivalMs: receivedAt.getTime(), timeZone: station.timeZone });
    const reading = parseReading(sampledValue);
    return {
      subjectId: target.session?.id ?? station.chargePointId,
      partitionAt: target.session?.startedAt ?? null,
      digest: digestOf(`${target.connectorNumber}\n${target.transactionId}\n${words}`),
      connectorNumber: target.connectorNumber,
      transactionId: target.transactionId,
      at: new Date(at.atMs),
      rawAt: timestamp,
      receivedAt,
      energyMwh: reading.energyRegisterMwh ?? null,
      energyPhases: reading.energyPhases || null,
      powerW: toInt4(reading.powerW),
      currentMa: toInt4(totalCurrent(reading.currentMa)),
      socPercent: toInt4(reading.socPercent),
      samples,
      flags: [...target.flags, ...at.flags, ...reading.flags],
    };
  });
}

/** SHA-256, its first 16 bytes: which words these were. */
export const digestOf = (text: string): Uint8Array => hash("sha256", text, "buffer").subarray(0, 16);

const toInt4 = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) > INT4_MOST ? null : Math.round(value);

/** OCPI restricts by the sum of the phases. */
function totalCurrent(phases: PhaseValues | undefined): number | undefined {
  if (!phases) return undefined;
  return phases.total ?? (phases.l1 ?? 0) + (phases.l2 ?? 0) + (phases.l3 ?? 0);
}
