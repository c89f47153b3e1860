import { z } from "zod";
import { END_CAUSES, SESSION_STATES, type session } from "../../../db/schema/charging.ts";
import {
  DecimalText,
  EnergyWhText,
  InstantText,
  MinorText,
  toDecimalText,
  toEnergyWhText,
  toInstantText,
  toInstantTextOrNull,
} from "../fields.ts";
import { maskIdToken } from "../id-token/mask.ts";

/** A session; the fields of a live event (ports.ts, LiveSession) have the same names and forms. */
export const SessionView = z
  .object({
    id: z.uuid(),
    state: z.enum(SESSION_STATES),
    chargePointId: z.uuid(),
    chargePointIdentity: z.string(),
    chargePointName: z.string().nullable(),
    connectorNumber: z.int(),
    evseId: z.string().nullable(),
    connectorStandard: z.string().nullable(),
    siteId: z.uuid().nullable(),
    siteName: z.string().nullable(),
    timeZone: z.string(),
    transactionId: z.int(),
    idToken: z.string().meta({ description: "Masked without the permission idToken.read." }),
    idTokenId: z.uuid().nullable(),
    idTokenLabel: z.string().nullable(),
    idTokenVerdict: z.string().meta({ description: "What the card was worth at the start." }),
    driverId: z.uuid().nullable(),
    driverName: z.string().nullable(),
    startedAt: InstantText,
    endedAt: InstantText.nullable(),
    endCause: z.enum(END_CAUSES).nullable(),
    stopReason: z.string().nullable(),
    startEnergyWh: EnergyWhText,
    stopEnergyWh: EnergyWhText.nullable(),
    energyWh: EnergyWhText,
    powerW: z.int().nullable(),
    socPercent: z.int().nullable(),
    lastReadingAt: InstantText.nullable(),
    tariffId: z.uuid().nullable(),
    tariffVersionId: z.uuid().nullable(),
    tariffName: z.string().nullable(),
    tariffVersion: z.int().nullable(),
    tariffSource: z.string().nullable(),
    currency: z.string().nullable().meta({ description: "ISO 4217." }),
    netMinor: MinorText.nullable(),
    vatMinor: MinorText.nullable(),
    grossMinor: MinorText.nullable(),
    net: DecimalText.nullable(),
    vat: DecimalText.nullable(),
    gross: DecimalText.nullable(),
    settledAt: InstantText.nullable().meta({ description: "When energy and price were last worked out; null: due." }),
    suspect: z.array(z.string()).meta({ description: "Why a person should look before it is billed." }),
    updatedAt: InstantText,
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof SessionView>;

export type SessionRow = Omit<typeof session.$inferSelect, "priceTrace" | "idTokenKey">;

/** Who may not see cards gets no token, label, driver or their ids. */
export function toSessionView(row: SessionRow, showIdTokens: boolean): SessionView {
  const { currency } = row;
  const minorText = (minor: bigint | null) => (minor === null ? null : minor.toString());
  const decimalText = (minor: bigint | null) =>
    minor === null || currency === null ? null : toDecimalText(minor, currency);
  return {
    id: row.id,
    state: row.state,
    chargePointId: row.chargePointId,
    chargePointIdentity: row.chargePointIdentity,
    chargePointName: row.chargePointName,
    connectorNumber: row.connectorNumber,
    evseId: row.evseId,
    connectorStandard: row.connectorStandard,
    siteId: row.siteId,
    siteName: row.siteName,
    timeZone: row.timeZone,
    transactionId: row.transactionId,
    idToken: showIdTokens ? row.idToken : maskIdToken(row.idToken),
    idTokenId: showIdTokens ? row.idTokenId : null,
    idTokenLabel: showIdTokens ? row.idTokenLabel : null,
    idTokenVerdict: row.idTokenVerdict,
    driverId: showIdTokens ? row.driverId : null,
    driverName: showIdTokens ? row.driverName : null,
    startedAt: toInstantText(row.startedAt),
    endedAt: toInstantTextOrNull(row.endedAt),
    endCause: row.endCause,
    stopReason: row.stopReason,
    startEnergyWh: toEnergyWhText(row.startEnergyMwh),
    stopEnergyWh: row.stopEnergyMwh === null ? null : toEnergyWhText(row.stopEnergyMwh),
    energyWh: toEnergyWhText(row.energyMwh),
    powerW: row.powerW,
    socPercent: row.socPercent,
    lastReadingAt: toInstantTextOrNull(row.lastReadingAt),
    tariffId: row.tariffId,
    tariffVersionId: row.tariffVersionId,
    tariffName: row.tariffName,
    tariffVersion: row.tariffVersion,
    tariffSource: row.tariffSource,
    currency,
    netMinor: minorText(row.netMinor),
    vatMinor: minorText(row.vatMinor),
    grossMinor: minorText(row.grossMinor),
    net: decimalText(row.netMinor),
    vat: decimalText(row.vatMinor),
    gross: decimalText(row.grossMinor),
    settledAt: toInstantTextOrNull(row.settledAt),
    suspect: row.suspect,
    updatedAt: toInstantText(row.updatedAt),
  };
}
