import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { connector, evse } from "../../../db/schema/assets.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { conflict } from "../../core/conflict.ts";
import { CONNECTOR_TYPES } from "../../core/connector-type.ts";
import { AppError } from "../../core/errors.ts";
import { toEvseId } from "../../core/evse-id.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { isConnectorNumber } from "../station/connector-number.ts";
import { requireLawfulAt } from "../tariff/require-lawful.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { ConnectorView } from "./charge-point-view.ts";
import { ChargePointKey, loadChargePoint } from "./load.ts";
import { loadView } from "./load-views.ts";

const MOST_POWER_W = 4_000_000;

const EvseId = z
  .string()
  .max(40)
  .transform((text, context) => {
    const id = toEvseId(text);
    if (id !== null) return id;
    context.addIssue({ code: "custom", message: "an EVSE id, such as DE*ABC*E123*1" });
    return z.NEVER;
  });

/** What a station does not tell of its plug. Null is unknown; a field left out stays as it is. */
export const ConnectorChanges = z.strictObject({
  standard: z.enum(CONNECTOR_TYPES).nullable().optional(),
  maxPowerW: z
    .int()
    .min(1)
    .max(MOST_POWER_W)
    .nullable()
    .optional()
    .meta({ description: "The highest power in W that it gives." }),
  evseId: EvseId.nullable().optional().meta({ description: "The public id of its EVSE (ISO 15118 or DIN 91286)." }),
});
export const ConnectorNumber = z.coerce
  .number()
  .refine((number) => Number.isInteger(number) && isConnectorNumber(number), "a connector's number, from 1");
export const SetConnectorInput = ConnectorChanges.extend({ chargePoint: ChargePointKey, number: ConnectorNumber });

/**
 * Says what a connector is: plug, power, public id. One that the station has not told of yet is made, so that it can be described
 * before the first boot.
 * @throws AppError `notFound`; `conflict` for a retired charge point or an EVSE id that is another's; `invalid` where the price
 *   that serves it would not be lawful at that power.
 */
export async function setConnector(
  ctx: ServiceContext,
  input: z.output<typeof SetConnectorInput>,
): Promise<ConnectorView> {
  requirePermission(ctx, "chargePoint.write");
  const { chargePoint: key, number, evseId, ...plug } = input;
  const view = await transact(ctx, async (tx) => {
    const point = await loadChargePoint(tx, ctx.tenantId, key, "update");
    if (point.retiredAt) throw conflict("stationRetired", "The charge point is retired.");
    const { isEvse, isConnector, before } = await makeConnector(tx, ctx.tenantId, point.id, number);
    if (evseId) await freeEvseId(tx, ctx.tenantId, evseId);
    if (evseId !== undefined) await tx.update(evse).set({ evseId }).where(isEvse);
    if (Object.values(plug).some((value) => value !== undefined)) {
      await tx.update(connector).set(plug).where(isConnector);
    }
    // What is no worse than before may be said, lawful or not.
    if ((plug.maxPowerW ?? 0) > (before.maxPowerW ?? 0)) await requireLawfulAt(tx, ctx, point.id);
    const detail = { number, ...plug, ...(evseId === undefined ? {} : { evseId }) };
    await recordAudit(ctx, tx, {
      ...{ action: "chargePoint.setConnector", subjectType: "chargePoint", subjectId: point.id, detail },
    });
    return loadView(tx, ctx, point);
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error, "evse_key")) throw error;
    throw new AppError("conflict", "This EVSE id is in use.", { issues: [{ path: "evseId", message: "taken" }] });
  });
  const { id: chargePointId, siteId } = view;
  ctx.events.publish({ type: "chargePointChanged", cause: "edited", tenantId: ctx.tenantId, siteId, chargePointId });
  // What charging costs at it may depend on its power.
  ctx.events.publish({ type: "pricesChanged", tenantId: ctx.tenantId });
  const changed = view.connectors.find((one) => one.number === number);
  if (!changed) throw new AppError("internal", "The connector was not stored.");
  return changed;
}

/** A connector of OCPP 1.6 has an EVSE of its own; the station's own words may have made either already. */
async function makeConnector(tx: Transaction, tenantId: string, chargePointId: string, number: number) {
  const isEvse = and(eq(evse.tenantId, tenantId), eq(evse.chargePointId, chargePointId), eq(evse.number, number));
  await tx.insert(evse).values({ tenantId, id: uuidv7(), chargePointId, number }).onConflictDoNothing();
  const isConnector = and(
    eq(connector.tenantId, tenantId),
    eq(connector.chargePointId, chargePointId),
    eq(connector.number, number),
  );
  const [own] = await tx.select({ id: evse.id }).from(evse).where(isEvse);
  if (!own) throw new AppError("internal", "The EVSE was not stored.");
  const fresh = { tenantId, id: uuidv7(), chargePointId, evseId: own.id, number };
  await tx.insert(connector).values(fresh).onConflictDoNothing();
  const [before] = await tx.select({ maxPowerW: connector.maxPowerW }).from(connector).where(isConnector);
  if (!before) throw new AppError("internal", "The connector was not stored.");
  return { isEvse, isConnector, before };
}

/** The id stands on the wall: what replaces a retired charge point takes it over. Sessions keep their copy. */
async function freeEvseId(tx: Transaction, tenantId: string, evseId: string): Promise<void> {
  await tx.execute(sql`
    update evse e set evse_id = null from charge_point c
    where e.tenant_id = ${tenantId} and e.evse_key = lower(replace(${evseId}, '*', ''))
      and c.tenant_id = e.tenant_id and c.id = e.charge_point_id and c.retired_at is not null`);
}
