import { and, asc, eq, getTableColumns, inArray, or } from "drizzle-orm";
import { chargePoint, connector, evse } from "../../../db/schema/assets.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import { isUuid } from "../../core/ids.ts";
import { StorableText } from "../fields.ts";
import type { ConnectorRow } from "./charge-point-view.ts";

/** How a caller names a charge point: its UUID or its identity. */
export const ChargePointKey = StorableText.min(1)
  .max(48)
  .meta({ description: "The charge point's id (UUID) or its identity." });

export type ChargePointRow = typeof chargePoint.$inferSelect;

/**
 * The tenant's charge point of this id or identity (compared without regard to case).
 * @throws AppError `notFound` for one that does not exist here.
 */
export async function loadChargePoint(
  tx: Transaction,
  tenantId: string,
  key: string,
  lock?: "update",
): Promise<ChargePointRow> {
  const byIdentity = eq(chargePoint.identityKey, key.toLowerCase());
  const query = tx
    .select()
    .from(chargePoint)
    .where(and(eq(chargePoint.tenantId, tenantId), isUuid(key) ? or(eq(chargePoint.id, key), byIdentity) : byIdentity));
  const rows = await (lock ? query.for(lock) : query);
  // An identity may look like a UUID: the id wins.
  const row = rows.find(({ id }) => id === key.toLowerCase()) ?? rows[0];
  if (!row) throw notFound("Charge point");
  return row;
}

/** Connectors of several charge points, in order of their numbers, by charge point id. */
export async function loadConnectors(
  tx: Transaction,
  tenantId: string,
  chargePointIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ConnectorRow[]>> {
  if (chargePointIds.length === 0) return new Map();
  const rows = await tx
    .select({ ...getTableColumns(connector), publicEvseId: evse.evseId })
    .from(connector)
    .innerJoin(evse, and(eq(evse.tenantId, connector.tenantId), eq(evse.id, connector.evseId)))
    .where(and(eq(connector.tenantId, tenantId), inArray(connector.chargePointId, [...chargePointIds])))
    .orderBy(asc(connector.number));
  return Map.groupBy(rows, (row) => row.chargePointId);
}
