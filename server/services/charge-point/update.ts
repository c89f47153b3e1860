import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { chargePoint, REGISTRATIONS } from "../../../db/schema/assets.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { NameText } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { requireSite } from "../site/require.ts";
import { requireTariffChange, TariffChoice } from "../tariff/require.ts";
import { requireLawfulAt } from "../tariff/require-lawful.ts";
import type { ChargePointView } from "./charge-point-view.ts";
import { ChargePointKey, loadChargePoint } from "./load.ts";
import { loadView } from "./load-views.ts";

export const ChargePointChanges = z.strictObject({
  name: NameText.nullable().optional(),
  siteId: z.uuid().nullable().optional(),
  tariffId: TariffChoice,
  registration: z.enum(REGISTRATIONS).optional(),
  heartbeatIntervalS: z.int().min(10).max(86_400).optional(),
});
export const UpdateChargePointInput = ChargePointChanges.extend({ chargePoint: ChargePointKey });

/**
 * Changes what an operator decides of a charge point. A field left out stays as it is. What the station is told when it
 * connects (site, registration, heartbeat) makes it connect anew.
 * @throws AppError `notFound`, `conflict` for a retired one, `invalid` for an unknown site or tariff.
 */
export async function updateChargePoint(
  ctx: ServiceContext,
  input: z.infer<typeof UpdateChargePointInput>,
): Promise<ChargePointView> {
  requirePermission(ctx, "chargePoint.write");
  const { chargePoint: key, ...changes } = input;
  const { view, mustReconnect } = await transact(ctx, async (tx) => {
    const before = await loadChargePoint(tx, ctx.tenantId, key, "update");
    if (before.retiredAt) throw conflict("stationRetired", "The charge point is retired.");
    if (changes.siteId) await requireSite(tx, ctx.tenantId, changes.siteId);
    await requireTariffChange(ctx, tx, before.tariffId, changes.tariffId);
    const [after] = await tx
      .update(chargePoint)
      .set({ ...definedOf(changes), updatedAt: ctx.clock.now() })
      .where(and(eq(chargePoint.tenantId, ctx.tenantId), eq(chargePoint.id, before.id)))
      .returning();
    if (!after) throw new AppError("internal", "The charge point was not stored.");
    if (changes.tariffId !== undefined || changes.siteId !== undefined) {
      await requireLawfulAt(tx, ctx, before.id);
    }
    await recordAudit(ctx, tx, {
      action: "chargePoint.update",
      subjectType: "chargePoint",
      subjectId: before.id,
      detail: definedOf(changes),
    });
    return {
      view: await loadView(tx, ctx, after),
      mustReconnect:
        after.registration !== before.registration ||
        after.heartbeatIntervalS !== before.heartbeatIntervalS ||
        after.siteId !== before.siteId,
    };
  });
  ctx.events.publish({
    type: "chargePointChanged",
    cause: "edited",
    tenantId: ctx.tenantId,
    siteId: view.siteId,
    chargePointId: view.id,
  });
  if (changes.tariffId !== undefined || changes.siteId !== undefined) {
    ctx.events.publish({ type: "pricesChanged", tenantId: ctx.tenantId });
  }
  if (mustReconnect) await ctx.commands.disconnect(ctx.tenantId, view.id, "settings changed");
  return view;
}

const definedOf = <T extends object>(changes: T): Partial<T> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
