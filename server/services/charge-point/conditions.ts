import { and, eq, exists, ilike, isNotNull, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { chargePoint, connector, evse } from "../../../db/schema/assets.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { CONNECTOR_STATUSES, FAMILY_OF_STATUS, STATE_FAMILIES, type StateFamily } from "../../core/connector-state.ts";
import { containsPattern, SearchText, StorableText } from "../fields.ts";

/** What a list of charge points can be narrowed by. */
export const ChargePointFilters = z.strictObject({
  search: SearchText.optional().meta({ description: "Part of identity, name, serial number or EVSE id." }),
  siteId: z.uuid().optional(),
  model: StorableText.min(1).max(50).optional().meta({ description: "As the charge point told it when it booted." }),
  firmwareVersion: StorableText.min(1).max(50).optional(),
  status: StorableText.min(1)
    .max(50)
    .optional()
    .meta({ description: "OCPP status of the box or of one of its connectors." }),
  stateFamily: z
    .enum(STATE_FAMILIES)
    .optional()
    .meta({
      description:
        "State of one of its connectors. waiting: Preparing, SuspendedEV, SuspendedEVSE, Finishing, Reserved. out: Unavailable. " +
        "offline: not connected, or never reported; what is not connected is in no other family.",
    }),
  online: z.stringbool().or(z.boolean()).optional(),
  retired: z
    .stringbool()
    .or(z.boolean())
    .default(false)
    .meta({ description: "true: those out of service, in place of those in service." }),
});
export type ChargePointFilters = z.output<typeof ChargePointFilters>;

const statusesOf = (family: StateFamily): readonly string[] =>
  CONNECTOR_STATUSES.filter((status) => FAMILY_OF_STATUS[status] === family);

/** A connector's state family in SQL, as `stateFamily` judges it. Both tables must be in the query. */
export const connectorFamily = sql<StateFamily>`case when not ${chargePoint.isOnline} then 'offline' ${sql.join(
  STATE_FAMILIES.filter((family) => family !== "offline").map((family) => {
    const statuses = sql.join(
      statusesOf(family).map((status) => sql`${status}`),
      sql`, `,
    );
    return sql`when ${connector.status} in (${statuses}) then ${family}::text `;
  }),
)} else 'offline' end`;

/** The conditions that pick the tenant's charge points. */
export function conditionsOf(tx: Transaction, tenantId: string, filters: ChargePointFilters): SQL | undefined {
  const { search, siteId, model, firmwareVersion, status, stateFamily, online, retired } = filters;
  const oneOf = (condition: SQL | undefined) =>
    exists(
      tx
        .select({ one: sql`1` })
        .from(connector)
        .where(
          and(eq(connector.tenantId, chargePoint.tenantId), eq(connector.chargePointId, chargePoint.id), condition),
        ),
    );
  return and(
    eq(chargePoint.tenantId, tenantId),
    retired ? isNotNull(chargePoint.retiredAt) : isNull(chargePoint.retiredAt),
    siteId === undefined ? undefined : eq(chargePoint.siteId, siteId),
    model === undefined ? undefined : eq(chargePoint.model, model),
    firmwareVersion === undefined ? undefined : eq(chargePoint.firmwareVersion, firmwareVersion),
    online === undefined ? undefined : eq(chargePoint.isOnline, online),
    search === undefined ? undefined : contains(tx, containsPattern(search)),
    status === undefined ? undefined : or(eq(chargePoint.status, status), oneOf(eq(connector.status, status))),
    stateFamily === undefined
      ? undefined
      : or(
          // A station that never told of a connector has none to judge.
          stateFamily === "offline" ? not(chargePoint.isOnline) : undefined,
          oneOf(eq(connectorFamily, stateFamily)),
        ),
  );
}

const contains = (tx: Transaction, pattern: string): SQL | undefined =>
  or(
    ilike(chargePoint.identity, pattern),
    ilike(chargePoint.name, pattern),
    ilike(chargePoint.serialNumber, pattern),
    exists(
      tx
        .select({ one: sql`1` })
        .from(evse)
        .where(
          and(
            eq(evse.tenantId, chargePoint.tenantId),
            eq(evse.chargePointId, chargePoint.id),
            ilike(evse.evseId, pattern),
          ),
        ),
    ),
  );
