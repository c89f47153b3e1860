import type { session } from "../../../db/schema/charging.ts";
import type { LiveSession } from "../ports.ts";

/** What a session's row tells of it to screens. */
export type LiveSessionRow = Pick<
  typeof session.$inferSelect,
  | (
      | "id"
      | "state"
      | "connectorNumber"
      | "transactionId"
      | "idToken"
      | "startedAt"
      | "endedAt"
      | "energyMwh"
      | "powerW"
    )
  | ("socPercent" | "lastReadingAt" | "currency" | "netMinor" | "vatMinor" | "grossMinor" | "stopReason")
> & { readonly suspect: readonly string[] };

/** A session row as screens are told of it. */
export const toLiveSession = (row: LiveSessionRow): LiveSession => ({
  id: row.id,
  state: row.state,
  connectorNumber: row.connectorNumber,
  transactionId: row.transactionId,
  idToken: row.idToken,
  startedAt: row.startedAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
  energyWh: toWhText(row.energyMwh),
  powerW: row.powerW,
  socPercent: row.socPercent,
  lastReadingAt: row.lastReadingAt?.toISOString() ?? null,
  currency: row.currency,
  netMinor: row.netMinor?.toString() ?? null,
  vatMinor: row.vatMinor?.toString() ?? null,
  grossMinor: row.grossMinor?.toString() ?? null,
  stopReason: row.stopReason,
  suspect: row.suspect,
});

/** mWh as Wh in decimal text, exactly: "12345.678". */
export function toWhText(energyMwh: bigint): string {
  const sign = energyMwh < 0n ? "-" : "";
  const magnitude = energyMwh < 0n ? -energyMwh : energyMwh;
  const rest = (magnitude % 1000n).toString().padStart(3, "0").replace(/0+$/, "");
  return `${sign}${magnitude / 1000n}${rest ? `.${rest}` : ""}`;
}
