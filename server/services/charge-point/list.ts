import { and, asc, eq, exists, gt, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { chargePoint, connector, evse } from "../../../db/schema/assets.ts";
import { type ServiceContext, transact } from "../context.ts";
import { containsPattern } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { type ChargePointView, toChargePointView } from "./charge-point-view.ts";
import { loadConnectors } from "./load.ts";

export const ListChargePointsInput = PageInput.extend({
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: "Part of identity, name, serial number or EVSE id." }),
  siteId: z.uuid().optional(),
  status: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta({ description: "OCPP status of the box or of one of its connectors." }),
  online: z.stringbool().or(z.boolean()).optional(),
  retired: z
    .stringbool()
    .or(z.boolean())
    .default(false)
    .meta({ description: "true: those out of service, in place of those in service." }),
});

/** Charge points in order of their identity. Those taken out of service only when asked for. */
export async function listChargePoints(
  ctx: ServiceContext,
  input: z.output<typeof ListChargePointsInput>,
): Promise<Page<ChargePointView>> {
  requirePermission(ctx, "chargePoint.read");
  const after = decodeCursor(input.cursor, z.tuple([z.string()]));
  return transact(ctx, async (tx) => {
    const sortKey = chargePoint.identityKey;
    const ofChargePoint = and(
      eq(connector.tenantId, chargePoint.tenantId),
      eq(connector.chargePointId, chargePoint.id),
    );
    const conditions: (SQL | undefined)[] = [
      eq(chargePoint.tenantId, ctx.tenantId),
      input.retired ? isNotNull(chargePoint.retiredAt) : isNull(chargePoint.retiredAt),
      input.siteId === undefined ? undefined : eq(chargePoint.siteId, input.siteId),
      input.online === undefined ? undefined : eq(chargePoint.isOnline, input.online),
      after ? gt(sortKey, after[0]) : undefined,
    ];
    if (input.search !== undefined) {
      const pattern = containsPattern(input.search);
      conditions.push(
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
        ),
      );
    }
    if (input.status !== undefined) {
      conditions.push(
        or(
          eq(chargePoint.status, input.status),
          exists(
            tx
              .select({ one: sql`1` })
              .from(connector)
              .where(and(ofChargePoint, eq(connector.status, input.status))),
          ),
        ),
      );
    }
    const rows = await tx
      .select()
      .from(chargePoint)
      .where(and(...conditions))
      .orderBy(asc(sortKey))
      .limit(input.limit + 1);
    const connectors = await loadConnectors(
      tx,
      ctx.tenantId,
      rows.slice(0, input.limit).map(({ id }) => id),
    );
    return toPage(
      rows,
      input.limit,
      (row) => [row.identity.toLowerCase()],
      (row) => toChargePointView(row, connectors.get(row.id) ?? []),
    );
  });
}
